import { damage } from "./damage";
import { direct } from "./direct";
import { excess } from "./excess";
import { first } from "./first";
import { follows } from "./follows";
import { ownShare } from "./own-share";
import type { Ranker } from "./ranker";
import { rare } from "./rare";
import { robust } from "./robust";
import { traversal } from "./traversal";
import { walk } from "./walk";

/** The rankers that are fused. One line each. */
export const rankers: readonly Ranker[] = [
  robust,
  excess,
  ownShare,
  traversal,
  walk,
  first,
  follows,
  damage,
  rare,
  direct,
];
