import type { ExchangeReport } from "@accord/exchange";
import { filled } from "../rights/receipt-words.ts";
import type { Numbers } from "./numbers.ts";
import type { ReportSection } from "./report-document.ts";
import type { ReportWords } from "./report-words.ts";
import { estimateSavings, type SavingAssumptions } from "./savings.ts";

/** What an exchange saved, with all that the estimate assumes directly below it. */
export function savedSection(
  report: ExchangeReport,
  { words, numbers, assumed }: { words: ReportWords; numbers: Numbers; assumed: SavingAssumptions },
): ReportSection {
  const { saved: say } = words;
  const saved = estimateSavings(report, assumed);
  const { amount, count, money, share } = numbers;
  const found: [string, number][] = [
    [say.registrations, saved.registrationsNotRepeated],
    [say.seconds, saved.secondRegistrations],
    [say.rations, saved.doubleRations],
  ];
  return {
    heading: say.heading,
    text: [say.intro],
    chart: {
      description: say.chart,
      series: [],
      bars: found.map(([label, value]) => ({ label, values: [value], shown: [count(value)] })),
    },
    table: {
      headings: [say.what, say.estimate],
      rows: [
        [say.registrations, count(saved.registrationsNotRepeated)],
        [say.hours, count(saved.registrationHours)],
        [say.seconds, count(saved.secondRegistrations)],
        [say.rations, count(saved.doubleRations)],
        [say.value, money(saved.rationValue, assumed.currency)],
        [say.values, count(saved.valuesNotAskedAgain)],
      ],
    },
    notes: {
      heading: say.assumptions,
      items: [
        filled(say.minutes, { minutes: amount(assumed.minutesPerRegistration) }),
        filled(say.cycles, { cycles: amount(assumed.cyclesUntilFound) }),
        filled(say.collected, { share: share(assumed.collectedShare) }),
        filled(say.ration, { value: money(assumed.rationValue, assumed.currency) }),
        ...(saved.inBoth === undefined ? [] : [filled(say.inBoth, { count: count(saved.inBoth) })]),
        say.notFindings,
      ],
    },
  };
}
