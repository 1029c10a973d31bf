import type { Role } from "./model";

/** The one password of every demo user; public on purpose, and set only where SITROOM_DEMO is. */
export const demoPassword = "sitroom-demo";

/** Who can sign in where SITROOM_DEMO is set; the seed creates them and the sign-in page offers them. */
export const demoUsers: readonly {
  email: string;
  name: string;
  role: Role;
  says: string;
}[] = [
  {
    email: "oncall@sitroom.local",
    name: "Priya Nair",
    role: "approver",
    says: "acknowledges, approves, rejects",
  },
  {
    email: "admin@sitroom.local",
    name: "Ada Moreau",
    role: "admin",
    says: "may do everything",
  },
  {
    email: "viewer@sitroom.local",
    name: "Vic Larsen",
    role: "viewer",
    says: "looks, changes nothing",
  },
];
