export interface StandardEmail {
  /** Lower case, without a `+tag`. */
  readonly address: string;
  readonly local: string;
  readonly domain: string;
}

/** An e-mail address; undefined where the text is none. */
export function standardiseEmail(text: string | undefined): StandardEmail | undefined {
  const found = /^(?:mailto:)?([^\s@<>"]+)@([^\s@<>"]+)$/i.exec(
    (text ?? "")
      .slice(0, 320)
      .normalize("NFKC")
      .replace(/\p{Cf}/gu, "")
      .trim(),
  );
  if (found === null) return undefined;
  const local = (found[1] ?? "").toLowerCase().replace(/(?<=.)\+.*$/, "");
  const domain = (found[2] ?? "").toLowerCase().replace(/\.+$/, "");
  return { address: `${local}@${domain}`, local, domain };
}
