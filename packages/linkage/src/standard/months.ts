/** Month names as written in registries of the region, folded: English, French, Spanish, German, Italian, Arabic. */
const NAMES: readonly string[] = [
  "january jan janvier janv enero ene januar jaenner janner gennaio gen janeiro يناير جانفي",
  "february feb fevrier fev fevr febrero februar febbraio fevereiro فبراير شباط فيفري",
  "march mar mars marzo maerz marz marco مارس آذار اذار",
  "april apr avril avr abril abr aprile أبريل ابريل إبريل نيسان أفريل",
  "may mai mayo maggio maio مايو مايس أيار ايار ماي",
  "june jun juin junio juni giugno junho يونيو يونيه حزيران جوان",
  "july jul juillet juil julio juli luglio julho يوليو يوليه تموز جويلية",
  "august aug aout agosto ago أغسطس اغسطس آب اب أوت",
  "september sep sept septembre septiembre settembre setembro سبتمبر أيلول ايلول",
  "october oct octobre octubre oktober okt ottobre outubro أكتوبر اكتوبر",
  "november nov novembre noviembre novembro نوفمبر",
  "december dec decembre diciembre dic dezember dez dicembre dezembro ديسمبر",
];

const MONTHS: ReadonlyMap<string, number> = new Map(
  NAMES.flatMap((line, index) => line.split(" ").map((name) => [name, index + 1] as const)),
);

/** The Levant's months of two words: كانون الثاني is January, تشرين الأول October. */
const TWO_WORDS: ReadonlyMap<string, number> = new Map([
  ["كانون الثاني", 1],
  ["تشرين الأول", 10],
  ["تشرين الاول", 10],
  ["تشرين الثاني", 11],
  ["كانون الأول", 12],
  ["كانون الاول", 12],
]);

/** A text in lower case whose month names are the month's number in angle brackets: `12 <5> 1984`. */
export function withNumberedMonths(text: string): string {
  let plain = text.toLowerCase();
  for (const [name, month] of TWO_WORDS) plain = plain.replaceAll(name, `<${month}>`);
  return plain.replace(/[\p{L}\p{M}]+\.?/gu, (word) => {
    const folded = word.replace(/\.$/, "");
    const month = MONTHS.get(folded) ?? MONTHS.get(folded.normalize("NFKD").replace(/\p{M}/gu, ""));
    return month === undefined ? word : `<${month}>`;
  });
}
