import { type Command, InvalidArgumentError, Option } from "commander";
import { command, commandGroup, listed } from "./command.ts";
import { evaluateAction } from "./linkage/evaluate-action.ts";
import { explainAction } from "./linkage/explain.ts";
import { dedupeAction, linkAction } from "./linkage/link.ts";
import { suggestAction, trainAction } from "./linkage/train.ts";

/** Linkage of any two tables, with no node: files in, links out. */
export function linkageCommands(root: Command): void {
  const group = commandGroup(
    root,
    "linkage",
    "find who is the same person in two tables, or twice in one: any CSV or Parquet, no node needed",
    "accord linkage link iom.csv wfp.csv --out links.csv",
  );

  withModel(
    command(
      group,
      "link <left> <right>",
      "link two tables: columns are recognised, a model suggested and trained, links written with probabilities",
      "accord linkage link a.csv b.csv --out links.csv --write-model model.json\naccord linkage link a.csv b.csv --model model.json --truth person_id --report ./report",
      "[file]",
    ),
    running,
    truths,
    outputs,
  ).action(linkAction);

  withModel(
    command(
      group,
      "dedupe <file>",
      "find persons who stand in one table more than once",
      "accord linkage dedupe people.parquet --out duplicates.csv --clusters clusters.csv",
      "[file]",
    ),
    running,
    truths,
    outputs,
  )
    .option(
      "--clusters <file>",
      "write the id of each record that stands more than once, with its cluster (CSV, Parquet)",
    )
    .action(dedupeAction);

  withModel(
    command(
      group,
      "suggest <left> [right]",
      "show what the columns are taken to be, and the model suggested for them, before it is trained",
      "accord linkage suggest a.csv b.csv --write-model model.json",
      "[file]",
    ),
    truths,
  ).action(suggestAction);

  withModel(
    command(
      group,
      "train <left> [right]",
      "train a model without labels, or with pairs that people judged, and show what each outcome weighs",
      "accord linkage train a.csv b.csv --write-model model.json --labels judged.csv",
      "[file]",
    ),
    running,
    truths,
  )
    .option("--report <folder>", "write charts of the model as a page, SVG and JSON")
    .action(trainAction);

  withModel(
    command(
      group,
      "evaluate <left> [right]",
      "hold a model against the truth, or draw pairs for people to judge where there is none",
      "accord linkage evaluate a.csv b.csv --model model.json --truth person_id\naccord linkage evaluate a.csv b.csv --sample 200 --out to-judge.csv\naccord linkage evaluate a.csv b.csv --judged to-judge.csv",
      "[file]",
    ),
    running,
    truths,
    outputs,
  )
    .option(
      "--sample <count>",
      "draw about so many pairs for people to judge, most where the model is least sure",
      whole,
    )
    .option(
      "--judged <file>",
      "the drawn pairs with what people found in column same: estimates precision and recall",
    )
    .action(evaluateAction);

  withModel(
    command(
      group,
      "explain <left> [right]",
      "show why pairs have their probability: what each comparison says, in bits",
      "accord linkage explain a.csv b.csv --model model.json --left B-17 --right S-42 --svg pair.svg",
      "[file]",
    ),
    running,
    truths,
  )
    .option("--left <id>", "id of the record of the first table")
    .option("--right <id>", "id of the other record")
    .option("--count <count>", "without ids: how many of the most doubtful pairs", whole, 3)
    .option("--svg <file>", "write the waterfall of the pair as SVG")
    .action(explainAction);
}

/** The options that every command takes, then those of the groups named. */
function withModel(parent: Command, ...groups: readonly ((parent: Command) => Command)[]): Command {
  const own = parent
    .option("--model <file>", "a model document; one is suggested from the columns where none is given")
    .option("--write-model <file>", "write the model, to be read, edited and used again")
    .option(
      "--id <column>",
      "column of the records' ids, never compared; recognised where not given, else the row's number",
    )
    .option("--ignore <column>", "a column that must not be compared; may be given several times", listed);
  return groups.reduce((so, add) => add(so), own);
}

function running(parent: Command): Command {
  return parent
    .option(
      "--threshold <probability>",
      "link pairs from this probability on; the model's where not given",
      probability,
    )
    .option(
      "--review <probability>",
      "pairs from this probability on are put forward for people",
      probability,
    )
    .addOption(
      new Option(
        "--one-to-one",
        "a person of one table is at most one of the other; found out where not given",
      ),
    )
    .addOption(new Option("--no-one-to-one", "a person may stand in a table more than once"))
    .option("--retrain", "train the given model again on these tables")
    .option("--labels <file>", "pairs that people judged: ids of both sides, and a column same or a score")
    .option("--max-pairs <count>", "refuse to compare more pairs than this", whole)
    .option("--memory <gigabytes>", "ceiling of memory; beyond it, work goes on on disk", positive)
    .option("--threads <count>", "how many threads; all where not given", whole)
    .option("--resume <folder>", "keep finished pieces there, so that a run cut short goes on where it was");
}

function truths(parent: Command): Command {
  return parent
    .option(
      "--truth <column>",
      "column of the entity's true id: prints precision, recall and F1; never compared",
    )
    .option("--truth-right <column>", "the same in the second table, where it is called otherwise")
    .option(
      "--truth-pattern <regex>",
      "the part of that column that names the entity, its first group, such as 'rec-(\\d+)-'",
    )
    .option("--truth-pairs <file>", "true pairs as ids of both sides, perhaps with a score or verdict");
}

function outputs(parent: Command): Command {
  return parent
    .option(
      "--out <file>",
      "write links and pairs for review with probabilities (CSV, or Parquet by its ending)",
    )
    .option("--all", "write every pair that was kept, also those that are no link")
    .option(
      "--group <column>",
      "with a truth: errors by the values of this column too, such as whether prints were taken; may be given several times",
      listed,
    )
    .option("--report <folder>", "write a report: a page, its data as JSON and each chart as SVG");
}

function probability(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1))
    throw new InvalidArgumentError("A probability is a number between 0 and 1, such as 0.95.");
  return value;
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("Give a number above 0.");
  return value;
}

function whole(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError("Give a whole number.");
  return value;
}
