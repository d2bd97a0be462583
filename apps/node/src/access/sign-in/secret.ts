import { createHash, randomBytes } from "node:crypto";

/** A secret that is shown once: 32 random bytes. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** What is kept of it, hex: whoever reads the store cannot sign in by it. Enough for 256 bits of chance. */
export const secretDigest = (secret: string): string => createHash("sha256").update(secret).digest("hex");
