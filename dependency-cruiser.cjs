// The arrows of ARCHITECTURE.md as errors. Data flows one way through the rooms.
const words = ["series", "math", "graph"];
const rooms = [
  "ingest",
  "detect",
  "train",
  "situate",
  "diagnose",
  "remediate",
  "verify",
  "messages",
];
// Infrastructure that stores, verbs and shells use; pure room files must not.
const ground = ["db", "stream", "samples", "people", "timeline", "integrations"];
const any = (names) => `(?:${names.join("|")})`;
const shell = "^(?:app|components|workers|bench|e2e|demo|scripts)/";
const tests = "\\.(?:test|spec)\\.tsx?$";
const effectful = "/(?:store|verbs|[a-z-]+-(?:store|verbs))\\.ts$";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "words-stand-alone",
      comment: "series, math and graph know nothing of the product.",
      severity: "error",
      from: { path: `^lib/${any(words)}/` },
      to: { path: ["^lib/", shell], pathNot: `^lib/${any(words)}/` },
    },
    ...rooms.map((room, i) => ({
      name: `${room}-looks-left`,
      comment: "A room may read the model.ts of the rooms before it, and nothing else of them.",
      severity: "error",
      from: { path: `^lib/${room}/` },
      to: {
        path: [`^lib/${any(rooms)}/`, "^lib/(?:views|sim)/", "^lib/verbs\\.ts$", shell],
        pathNot: [`^lib/${room}/`, ...rooms.slice(0, i).map((r) => `^lib/${r}/model\\.ts$`)],
      },
    })),
    {
      name: "rows-stay-in-stores",
      comment: "Only a store reaches the database; everything else in a room is arithmetic.",
      severity: "error",
      from: { path: `^lib/${any([...words, ...rooms])}/`, pathNot: effectful },
      to: {
        path: [
          `^lib/${any(ground)}/`,
          effectful,
          "^lib/(?:env|auth|log)\\.ts$",
          "^(?:fs|net|http|https|child_process)$",
          "node_modules/(?:next|react|pg|@prisma|graphile-worker)/",
        ],
        pathNot: "/model\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "browser-sees-models",
      comment:
        "Components take types from anywhere, values only from words, models, registries, the pure preview, the pure redactor and the reading of runbooks.",
      severity: "error",
      from: { path: "^components/" },
      to: {
        path: "^lib/",
        pathNot: [
          `^lib/${any(words)}/`,
          "/model\\.ts$",
          "^lib/ingest/redact\\.ts$",
          "^lib/detect/(?:(?:detector|preview|overlap)\\.ts|detectors/|trainers/)",
          "^lib/diagnose/(?:(?:check|runbook|runbook-text|http-step)\\.ts|checks/)",
        ],
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "nobody-imports-a-shell",
      severity: "error",
      from: { path: "^lib/" },
      to: { path: shell },
    },
    {
      name: "models-are-words",
      severity: "error",
      from: { path: "/model\\.ts$" },
      to: { path: "^lib/", pathNot: [`^lib/${any(words)}/`, "/model\\.ts$"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules|lib/db/generated" },
    exclude: { path: [tests, "lib/db/generated"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
