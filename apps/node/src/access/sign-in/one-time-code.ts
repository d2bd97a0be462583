import { Secret, TOTP } from "otpauth";

const PERIOD_SECONDS = 30;
/** A clock that is one step off is let pass (RFC 6238, 5.2). */
const WINDOW = 1;

export const newTotpSecret = (): Uint8Array => new Secret({ size: 20 }).bytes;

const totp = (secret: Uint8Array, label = "staff", issuer = "Accord") =>
  new TOTP({
    issuer,
    label,
    secret: new Secret({ buffer: Uint8Array.from(secret).buffer }),
    period: PERIOD_SECONDS,
  });

/** The address that an authenticator app reads, as QR code or typed. */
export const totpAddress = (secret: Uint8Array, label: string, issuer: string): string =>
  totp(secret, label, issuer).toString();

/**
 * The time step whose code this is, where it is one near the moment and later than the last step that was taken;
 * undefined where it is not.
 */
export function stepOfCode(
  secret: Uint8Array,
  code: string,
  milliseconds: number,
  lastStep: number | undefined,
): number | undefined {
  const delta = totp(secret).validate({ token: code, timestamp: milliseconds, window: WINDOW });
  if (delta === null) return undefined;
  const step = Math.floor(milliseconds / 1000 / PERIOD_SECONDS) + delta;
  return lastStep !== undefined && step <= lastStep ? undefined : step;
}
