const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Titles and honorifics, folded to ASCII; they are no part of a name. */
const TITLES = words(
  "mr mrs ms miss mister dr doctor prof professor rev reverend fr sr sister pastor father eng engineer " +
    "capt captain col gen gov hon haji hajji hajj hagg hadj hajja hajjah alhaj elhaj sheikh sheik shaikh shiekh cheikh " +
    "ustaz ustad ostaz mme mlle monsieur madame omda jr ii iii",
);
const ARABIC_TITLES = words(
  "الحاج الحاجة حاج حاجة الشيخ شيخ الدكتور دكتور دكتورة د م أ السيدة الأستاذ أستاذ المهندس مهندس القس الأب العمدة",
);

/** "Son of", "daughter of" between two names. */
const FILIATIONS = words("bin ibn bint ben binti wad wud walad weled ould ap");
const ARABIC_FILIATIONS = words("بن ابن إبن بنت ود ولد");

/** Belongs to the part that follows: Nuer and Dinka `Gat`, `Nya`, Arabic `Abu`, `Umm`, `Abd al-`, and Europe's. */
const PREFIXES = words("gat nya abu abo umm um abd abdel abdal abdul abdu mac mc saint st");
const ARABIC_PREFIXES = words(
  "أبو ابو ابي أبي أم ام عبد سيف نور صلاح علاء عز شمس بهاء جمال كمال بدر تاج محي محيي حسام خير فخر ضياء",
);
/** As prefix where an article follows (`Saif al-Din`); names of their own otherwise. */
const WITH_ARTICLE = words(
  "seif saif sayf nur nour noor salah alaa ala ezz izz shams bahaa gamal kamal badr taj muhi hussam kheir fakhr diaa",
);

/** Articles and prepositions that come and go with the official who writes. */
const ARTICLES = words("al el ul de da di du van von der dos das la");

/** Begin with `al` or `el` that is no article. */
const NO_ARTICLE = words(
  "albert alberta alberto albin albina aldo aldous aldrich alfred alfreda alfredo alfonso algernon algot alphonse alma " +
    "alvin alva alwin elbert elena eldred eldridge elfrida elgar elkanah ellsworth elmer elsa elsbeth elsie elspeth elton " +
    "elvira elvis elwood alder aldridge alford alston alsop altman elder elgin elmore elsey elston almeida alcott alcock",
);

export const isTitle = (word: string): boolean => TITLES.has(word) || ARABIC_TITLES.has(word);
export const isFiliation = (word: string): boolean => FILIATIONS.has(word) || ARABIC_FILIATIONS.has(word);

/** Whether a word before another is an article: also one whose l has become the next word's letter (`ar-Rahman`). */
export function isArticle(word: string, next: string): boolean {
  if (ARTICLES.has(word) || word === "ال") return true;
  const assimilated = /^[aeu](d|r|s|sh|n|z|t)$/.exec(word)?.[1];
  return assimilated !== undefined && next.startsWith(assimilated);
}

/** Whether a word is written together with the one after it, which may begin with an article. */
export function joinsNext(word: string, next: string): boolean {
  if (PREFIXES.has(word)) return true;
  if (WITH_ARTICLE.has(word)) return ARTICLES.has(next) || /^(?:[aeu]l|ed|ud)d(?:i|ee)n$/.test(next);
  return ARABIC_PREFIXES.has(word) && (/^(عبد|[أا]ب[وي]|[أا]م)$/.test(word) || next.startsWith("ال"));
}

/**
 * A folded word without an article written together with it: `alrahman` is `rahman`; `abdelrahman`, `abdurrahman` and
 * `abdirahman` are `abdrahman`, `nureldin` and `nuruddin` are `nurdin`.
 */
export function withoutArticle(folded: string): string {
  if (NO_ARTICLE.has(folded)) return folded;
  if (/^abd[aeiou]{0,2}ll?ah?$/.test(folded)) return "abdallah";
  return folded
    .replace(/^abd(?:[aeiou]{1,2}l{1,2}|[aeiou]{1,2}(?=r|ss|nn|zz|dd|tt))(?=[a-z]{3})/, "abd")
    .replace(/(?<=^[a-z]{2,6})(?:[aeu]l|ed|ud)d(?:i|ee)n$/, "din")
    .replace(/^(al|el)(?=[bcdfghjkmnqrstwz][a-z]{3})/, "");
}

/** An Arabic word without its article: `الرحمن` is `رحمن`, `عبدالرحمن` is `عبدرحمن`; `الياس` and `عبدالله` stay. */
export function withoutArabicArticle(letters: string): string {
  return letters
    .replace(/^(عبد|[أا]بو|[أا]م|سيف|نور|صلاح|علاء|عز|شمس|تاج|خير)ال(?=[^ل]..)/u, "$1")
    .replace(/^ال(?=[^يل]..)/u, "");
}
