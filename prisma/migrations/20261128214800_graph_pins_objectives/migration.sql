-- CreateTable
CREATE TABLE "graph_pins" (
    "service" TEXT NOT NULL,
    "x" DOUBLE PRECISION NOT NULL,
    "y" DOUBLE PRECISION NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "graph_pins_pkey" PRIMARY KEY ("service")
);

-- CreateTable
CREATE TABLE "learned_objectives" (
    "service" TEXT NOT NULL,
    "errors" DOUBLE PRECISION,
    "p95Ms" DOUBLE PRECISION,
    "hours" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "learned_objectives_pkey" PRIMARY KEY ("service")
);
