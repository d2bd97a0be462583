const FEMALE =
  "f female fem feminine femme feminin fille woman girl w weiblich frau mujer mujeres hembra femenino femenina feminino mulher donna femmina kadin ke mwanamke msichana 2 أنثى انثى أنثي انثي امرأة بنت ست ث أ";
const MALE =
  "m male masc masculine man boy homme masculin garcon h mann maennlich mannlich hombre masculino macho varon uomo maschio homem erkek me mwanamume mvulana 1 ذكر رجل ولد ذ";
const OTHER = "o other x autre otro andere diverse divers non-binary nonbinary intersex 3 9 آخر اخر";

const SEXES: ReadonlyMap<string, "female" | "male" | "other"> = new Map([
  ...FEMALE.split(" ").map((word) => [word, "female"] as const),
  ...MALE.split(" ").map((word) => [word, "male"] as const),
  ...OTHER.split(" ").map((word) => [word, "other"] as const),
]);

/** Sex as registries write it, in English, French, Arabic, Spanish, German and more; undefined where it says nothing. */
export function standardiseSex(text: string | undefined): "female" | "male" | "other" | undefined {
  const plain = (text ?? "")
    .slice(0, 40)
    .normalize("NFKD")
    .replace(/(?![\u0654\u0655])\p{M}|\p{Cf}/gu, "")
    .normalize("NFKC")
    .toLowerCase()
    .trim()
    .replace(/[.\s]+$/, "");
  return SEXES.get(plain) ?? SEXES.get(plain.split(/[\s/(-]/)[0] ?? "");
}
