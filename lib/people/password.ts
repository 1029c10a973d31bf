import bcrypt from "bcryptjs";
import { Problem } from "../problem";

/** OWASP's least work factor for bcrypt. */
const rounds = 10;
/** A hash of nothing anybody knows, so that an unknown name costs as much time as a wrong password. */
const nobody = "$2b$10$mh0df25T58hRtTb2PS0WH.kFXtpAOfwbyhd0QT/./yeXeINdXLPUi";

/** The first that anybody tries, of those long enough to be taken. */
const wellKnown = new Set(
  "1234567890 0123456789 12345678910 qwertyuiop password123 password1234 passw0rd123 iloveyou123 letmein1234 administrator changeme123 welcome123 1q2w3e4r5t q1w2e3r4t5 1qaz2wsx3edc qwerty1234 qwerty12345 qwerty123456 abcd123456 1111111111 0000000000 aaaaaaaaaa".split(
    " ",
  ),
);

/**
 * Throws Problem "bad-input" for a password that is too short, that everybody tries first or that bcrypt would cut off (72 bytes).
 * No rules on kinds of characters: length is what counts (NIST SP 800-63B).
 */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < 10)
    throw new Problem("bad-input", "The password must be at least 10 characters long.");
  if (wellKnown.has(password.toLowerCase()))
    throw new Problem("bad-input", "That password is among the first that anybody would try.");
  if (bcrypt.truncates(password))
    throw new Problem("bad-input", "The password must be at most 72 bytes long.");
  return bcrypt.hash(password, rounds);
}

/** Whether it is the password; the same work when there is none. */
export async function isPassword(
  password: string,
  hash: string | null | undefined,
): Promise<boolean> {
  const right = await bcrypt.compare(password, hash ?? nobody);
  return right && hash != null;
}
