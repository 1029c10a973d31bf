# One image for the app and the workers; compose.yaml runs both. Written with care, not yet run anywhere: see README.
FROM node:24-bookworm-slim AS build
WORKDIR /sitroom
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx prisma generate && npm run build && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 CHECKPOINT_DISABLE=1 INGEST_HOST=0.0.0.0
WORKDIR /sitroom
COPY --from=build --chown=node:node /sitroom ./
USER node
EXPOSE 3000 4318
CMD ["node", "node_modules/next/dist/bin/next", "start", "-p", "3000"]
