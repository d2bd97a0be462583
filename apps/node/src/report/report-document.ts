import type { Language } from "@accord/agreement";

/** Bars in one or several series, such as one for each agency; values are counts or amounts of one unit. */
export interface Chart {
  /** What it shows, for who cannot see it: the table beside it has every number. */
  readonly description: string;
  /** One name a series; a single series needs none. */
  readonly series: readonly string[];
  readonly bars: readonly {
    readonly label: string;
    /** One value a series. */
    readonly values: readonly number[];
    /** The same as they are written. */
    readonly shown: readonly string[];
  }[];
}

export interface ReportTable {
  readonly headings: readonly string[];
  /** Words in the first column, numbers in the others. */
  readonly rows: readonly (readonly string[])[];
}

export interface ReportSection {
  readonly heading: string;
  readonly text?: readonly string[];
  readonly chart?: Chart;
  readonly table?: ReportTable;
  /** What figures rest on: stands directly below them. */
  readonly notes?: { readonly heading: string; readonly items: readonly string[] };
}

/** A report in one language, of which a page and a print are made; counts and names of agencies alone. */
export interface ReportDocument {
  readonly title: string;
  readonly subtitle: readonly string[];
  readonly language: Language;
  readonly direction: "ltr" | "rtl";
  readonly figures: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly ReportSection[];
  /** Stands on every page of a print. */
  readonly foot: string;
  readonly closing: string;
  /** ISO 8601. */
  readonly madeAt: string;
}
