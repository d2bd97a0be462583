import type { Column, Standard } from "../document/linkage-model.ts";
import { deletionNeighbourhood } from "../identifiers.ts";
import { fullNames } from "../names/nicknames.ts";
import { standardiseName } from "../names/standard-name.ts";
import { foldToAscii } from "../names/transliterate.ts";
import { standardiseAddress, standardisePostcode } from "../standard/address.ts";
import { standardiseDate } from "../standard/date.ts";
import { standardiseEmail } from "../standard/email.ts";
import { standardisePhone } from "../standard/phone.ts";
import { standardiseSex } from "../standard/sex.ts";

export type CellType = "INTEGER" | "DOUBLE" | "VARCHAR" | "VARCHAR[]";
export type Cell = number | string | readonly string[] | undefined;
/** Keys of one value by suffix; `""` is the column itself. */
type Keys = Readonly<Record<string, Cell>>;

interface StandardColumns {
  /** Type of each key; `""` is the column itself, others stand behind two underscores. */
  readonly keys: Readonly<Record<string, CellType>>;
  /** The keys of one value as written; empty where it cannot be read. */
  readonly of: (value: string, column: Column) => Keys;
}

const LONGEST_VALUE = 200;
const POSITIONS = [0, 1, 2, 3] as const;

const orMissing = (text: string): string | undefined => (text === "" ? undefined : text);
const folded = (value: string) => orMissing(foldToAscii(value.slice(0, LONGEST_VALUE)));

function words(value: string): readonly string[] | undefined {
  const found = [...new Set((folded(value) ?? "").split(" ").filter((word) => word.length > 1))];
  return found.length === 0 ? undefined : found.slice(0, 12);
}

function nameKeys(value: string): Keys {
  const name = standardiseName([value.slice(0, LONGEST_VALUE)]);
  if (name === undefined) return {};
  const join = (parts: readonly string[]) => orMissing(parts.join("").slice(0, 60));
  return {
    "": orMissing(name.folded.slice(0, 60)),
    sound: join(name.sounds),
    skeleton: join(name.skeletons),
    coarse: join(name.coarse),
    first: name.folded.split(" ")[0],
    parts: name.folded.split(" ").length,
    full: fullForms(name.written[0] ?? ""),
  };
}

/** The full names that a given name may be a form of; missing for names that have no short forms. */
function fullForms(written: string): readonly string[] | undefined {
  const full = fullNames(written);
  return full.length === 0 ? undefined : [...full].sort();
}

function namePartsKeys(value: string): Keys {
  const name = standardiseName([value.slice(0, LONGEST_VALUE)]);
  if (name === undefined) return {};
  const keys: Record<string, Cell> = {
    "": orMissing(name.folded.slice(0, 120)),
    joined: orMissing(name.joined),
    parts: Math.min(name.sounds.length, POSITIONS.length),
    initials: [...new Set(name.coarse.map((part) => part.charAt(0)))],
  };
  for (const at of POSITIONS) {
    keys[`sound${at}`] = orMissing(name.sounds[at] ?? "");
    keys[`skeleton${at}`] = orMissing(name.skeletons[at] ?? "");
    keys[`coarse${at}`] = orMissing(name.coarse[at] ?? "");
  }
  return keys;
}

const namePartTypes: Record<string, CellType> = {
  "": "VARCHAR",
  joined: "VARCHAR",
  parts: "INTEGER",
  initials: "VARCHAR[]",
  ...Object.fromEntries(
    POSITIONS.flatMap((at) => ["sound", "skeleton", "coarse"].map((key) => [`${key}${at}`, "VARCHAR"])),
  ),
};

/** The plain form of an identifier: capital letters and digits; a keyed hash stays as it is. */
function identifierKeys(value: string): Keys {
  const trimmed = value.trim().slice(0, LONGEST_VALUE);
  const plain = trimmed.replace(/[\s./-]/g, "").toUpperCase();
  if (plain === "") return {};
  const digits = plain.replace(/\D/g, "").length;
  const isPlain =
    /^[A-Z0-9]+$/.test(plain) && plain.length >= 6 && plain.length <= 24 && 2 * digits >= plain.length;
  return {
    "": isPlain ? plain : trimmed,
    plain: isPlain ? plain : undefined,
    near: isPlain ? deletionNeighbourhood(plain) : undefined,
  };
}

function birthDateKeys(value: string, column: Column): Keys {
  const date = standardiseDate(value, column.dateOrder === undefined ? {} : { order: column.dateOrder });
  if (date === undefined) return {};
  const full = date.month !== undefined && date.day !== undefined;
  return {
    "": date.digits,
    year: date.year,
    month: date.month,
    day: full ? date.day : undefined,
    month_day: full ? `${date.month}-${date.day}` : undefined,
    days: full ? Math.round(Date.UTC(date.year, (date.month ?? 1) - 1, date.day) / 86_400_000) : undefined,
    estimated: Number(date.precision === "estimated"),
  };
}

const ascii = (text: string | undefined) => orMissing((text ?? "").replace(/[^\x21-\x7e]/g, ""));

function emailKeys(value: string): Keys {
  const email = standardiseEmail(value);
  return email === undefined
    ? { "": folded(value) }
    : { "": ascii(email.address), user: ascii(email.local), domain: ascii(email.domain) };
}

/** The last nine digits of a number; a keyed hash of one has letters and is compared as it is. */
function phoneKeys(value: string): Keys {
  const trimmed = value.trim().slice(0, LONGEST_VALUE);
  if (/[a-z_]/i.test(trimmed)) return { "": ascii(trimmed) };
  return { "": standardisePhone(trimmed)?.tail };
}

const number = (text: string): number | undefined => {
  const value = Number(text.trim());
  return text.trim() === "" || !Number.isFinite(value) ? undefined : value;
};

/** The keys of each standard and how they are made of a value. Every text is ASCII and never empty. */
export const STANDARDS: Readonly<Record<Standard, StandardColumns>> = {
  text: {
    keys: { "": "VARCHAR", words: "VARCHAR[]" },
    of: (value) => ({ "": folded(value), words: words(value) }),
  },
  address: {
    keys: { "": "VARCHAR", words: "VARCHAR", number: "VARCHAR" },
    of: (value) => {
      const address = standardiseAddress(value);
      return address === undefined
        ? {}
        : { "": orMissing(address.text), words: orMissing(address.words), number: address.number };
    },
  },
  category: { keys: { "": "VARCHAR" }, of: (value) => ({ "": folded(value) }) },
  sex: {
    keys: { "": "VARCHAR" },
    of: (value) => ({ "": standardiseSex(value) }),
  },
  name: {
    keys: {
      "": "VARCHAR",
      sound: "VARCHAR",
      skeleton: "VARCHAR",
      coarse: "VARCHAR",
      first: "VARCHAR",
      parts: "INTEGER",
      full: "VARCHAR[]",
    },
    of: nameKeys,
  },
  nameParts: { keys: namePartTypes, of: namePartsKeys },
  birthDate: {
    keys: {
      "": "VARCHAR",
      year: "INTEGER",
      month: "INTEGER",
      day: "INTEGER",
      month_day: "VARCHAR",
      days: "INTEGER",
      estimated: "INTEGER",
      child: "INTEGER",
    },
    of: birthDateKeys,
  },
  number: { keys: { "": "DOUBLE" }, of: (value) => ({ "": number(value) }) },
  identifier: { keys: { "": "VARCHAR", plain: "VARCHAR", near: "VARCHAR[]" }, of: identifierKeys },
  phone: { keys: { "": "VARCHAR" }, of: phoneKeys },
  email: { keys: { "": "VARCHAR", user: "VARCHAR", domain: "VARCHAR" }, of: emailKeys },
  postcode: {
    keys: { "": "VARCHAR", area: "VARCHAR" },
    of: (value) => {
      const code = standardisePostcode(value);
      return code === undefined
        ? {}
        : { "": code, area: code.length > 4 ? code.slice(0, -3) : code.slice(0, 2) };
    },
  },
  place: {
    keys: { "": "VARCHAR", county: "VARCHAR", state: "VARCHAR" },
    of: (value) => {
      const code = value
        .trim()
        .toUpperCase()
        .slice(0, LONGEST_VALUE)
        .replace(/[^\x20-\x7e]/g, "");
      return code === "" ? {} : { "": code, county: code.slice(0, 6), state: code.slice(0, 4) };
    },
  },
  role: { keys: { "": "VARCHAR", class: "INTEGER" }, of: (value) => ({ "": folded(value) }) },
  key: { keys: { "": "VARCHAR" }, of: (value) => ({ "": orMissing(value.trim().slice(0, LONGEST_VALUE)) }) },
};
