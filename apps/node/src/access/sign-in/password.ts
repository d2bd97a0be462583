import { AccordError } from "@accord/vocabulary";
import { hash, verify } from "@node-rs/argon2";

// Argon2id (RFC 9106) at the least that OWASP's Password Storage Cheat Sheet names: 19 MiB, two passes, one lane.
const COST = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const MINIMUM_CHARACTERS = 12;
const MAXIMUM_CHARACTERS = 200;

/**
 * Length is all that is asked of a password (NIST SP 800-63B-4, 3.1.1.2), and that it is not the login.
 * @throws AccordError `sign_in.password_weak`
 */
export async function passwordHash(password: string, login: string): Promise<string> {
  const length = [...password].length;
  if (length < MINIMUM_CHARACTERS || length > MAXIMUM_CHARACTERS || password.toLowerCase().includes(login)) {
    throw new AccordError(
      "sign_in.password_weak",
      "the password is too short, too long, or holds the login",
      {
        where: "password",
        remedy: `Choose ${MINIMUM_CHARACTERS} to ${MAXIMUM_CHARACTERS} characters; several words will do.`,
      },
    );
  }
  return hash(password.normalize("NFKC"), COST);
}

let nobody: Promise<string> | undefined;

/** Takes as long where there is no password to compare with, so that time does not tell which logins exist. */
export async function passwordIs(password: string, expected: string | undefined): Promise<boolean> {
  nobody ??= hash("a password that nobody has", COST);
  const right = await verify(expected ?? (await nobody), password.normalize("NFKC"));
  return expected !== undefined && right;
}
