/** Names that are one name in two tongues, and short forms in use; each line is one name, first its key. */
const FAMILIES: readonly string[] = [
  "john jon yohana yohanna yuhanna yohannes johana",
  "peter petro boutros butrus botros",
  "mary maria mariam maryam meriam miriam",
  "joseph yusuf yousif yousuf yosif josif yusif",
  "moses musa mousa moussa",
  "abraham ibrahim ebrahim abram",
  "david daud dawud dawood daoud",
  "james yacoub yakub yagoub jacob yaqub",
  "elizabeth elisabeth eliza liza elisabet",
  "michael mikael mikal mikhail maikel",
  "paul paulo paulino boulos bolis",
  "samuel samwel sam samuil",
  "daniel danial daniyal",
  "martha marta",
  "rebecca rebeka rebbeca rifga",
  "stephen steven stephano istifanos",
  "simon saimon samaan",
  "matthew mathew matayo mathiew",
  "santino santo",
  "fatima fatma fatuma fatimah fatna",
  "aisha aysha aicha asha aishah",
  "mohamed muhammad mohammed mohammad muhamed mohamad mhmd",
  "hussein hussain husein hissen",
];

const KEYS: ReadonlyMap<string, string> = new Map(
  FAMILIES.flatMap((family) => {
    const names = family.split(" ");
    return names.map((name) => [name, names[0] ?? name] as const);
  }),
);

/** The common key of a folded name part that is known in several tongues, or the part itself. */
export function canonicalPart(folded: string): string {
  return KEYS.get(folded) ?? folded;
}
