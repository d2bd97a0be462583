"""Runs Splink 5 on DuckDB as a benchmark's peer: one job as JSON on the standard input, one answer on the standard output.

A job names Parquet files of records with a column unique_id, the comparisons, the blocking rules and how the model is
trained without labels; the answer gives times and memory, and the scored pairs are written to a Parquet file.
"""

import json
import logging
import resource
import sys
import time

import duckdb
import splink
import splink.comparison_level_library as cll
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on



def custom(c):
    """Levels as SQL conditions on `_l` and `_r` columns, from strong to weak; the first needs both values present."""
    levels = [cll.NullLevel(c["column"])]
    levels += [cll.CustomLevel(sql, label) for label, sql in c["levels"]]
    return cl.CustomComparison([*levels, cll.ElseLevel()], output_column_name=c["name"])


COMPARISONS = {
    "custom": custom,
    "name": lambda c: cl.NameComparison(c["column"]),
    "forenameSurname": lambda c: cl.ForenameSurnameComparison(
        c["column"], c["surname"], forename_surname_concat_col_name=c.get("both")
    ),
    "birthDate": lambda c: cl.DateOfBirthComparison(c["column"], input_is_string=True),
    "levenshtein": lambda c: cl.LevenshteinAtThresholds(c["column"], c["thresholds"]),
    "jaroWinkler": lambda c: cl.JaroWinklerAtThresholds(c["column"], c["thresholds"]),
    "email": lambda c: cl.EmailComparison(c["column"]),
    "postcode": lambda c: cl.PostcodeComparison(c["column"]),
    "exact": lambda c: cl.ExactMatch(c["column"]),
}


def comparison(spec):
    made = COMPARISONS[spec["kind"]](spec)
    return made.configure(term_frequency_adjustments=True) if spec.get("frequency") else made


def main():
    job = json.load(sys.stdin)
    logging.getLogger("splink").setLevel(logging.ERROR)
    connection = duckdb.connect()
    connection.execute(f"SET threads = {job['threads']}")
    # A column of names that stand together, for the comparison that looks at both at once.
    extra = ", ".join(f"{sql} AS {name}" for name, sql in job.get("derived", {}).items())
    names = []
    for at, path in enumerate(job["tables"]):
        connection.execute(
            f"CREATE TABLE input_{at} AS SELECT *{', ' + extra if extra else ''} FROM read_parquet('{path}')"
        )
        names.append(f"input_{at}")
    api = DuckDBAPI(connection)
    began = time.perf_counter()
    tables = [api.register(name, table_name=f"side_{name}", dataset_display_name=name) for name in names]
    settings = SettingsCreator(
        link_type="link_only" if len(names) == 2 else "dedupe_only",
        comparisons=[comparison(each) for each in job["comparisons"]],
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in job["blocking"]],
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
        max_iterations=job.get("rounds", 25),
    )
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match(job["deterministic"], recall=job["recall"])
    training.estimate_u_using_random_sampling(max_pairs=job["uPairs"], seed=1)
    for rule in job["sessions"]:
        training.estimate_parameters_using_expectation_maximisation(
            block_on(*rule),
            **(
                {"estimate_without_term_frequencies": True}
                if job.get("withoutFrequencies")
                else {"max_pairs": job["uPairs"]}
            ),
        )
    trained = time.perf_counter()
    chunks = job.get("chunks")
    predictions = linker.inference.predict(
        threshold_match_probability=None if job.get("countAll") else job["keepFrom"],
        **({"num_chunks_left": chunks, "num_chunks_right": 1} if chunks else {}),
    )
    name = predictions.physical_name
    scored = time.perf_counter()
    connection.execute(
        f"COPY (SELECT unique_id_l AS l, unique_id_r AS r, match_probability AS probability FROM {name} "
        f"WHERE match_probability >= {job['keepFrom']}) TO '{job['out']}' (FORMAT parquet)"
    )
    (scored_pairs,) = connection.execute(f"SELECT count(*) FROM {name}").fetchone()
    answer = {
        "version": splink.__version__,
        "duckdb": duckdb.__version__,
        "trainSeconds": trained - began,
        "scoreSeconds": scored - trained,
        "cpuSeconds": time.process_time(),
        "peakBytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
        "scored": scored_pairs,
    }
    print("\n" + json.dumps(answer))


main()
