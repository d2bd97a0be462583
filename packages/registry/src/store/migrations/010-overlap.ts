/** What is kept of a private set intersection while it is under way: nothing of it outlives the matching. */
export const overlap: readonly string[] = [
  // Elements are as good as random to who has not the node's secret; pseudonyms stand beside those that are to be linked.
  `create table overlap_batch (
     exchange text collate "C" not null,
     run text collate "C" not null,
     part text collate "C" not null,
     index integer not null,
     bytes bytea not null,
     refs jsonb not null,
     primary key (exchange, run, part, index)
   )`,
  `create table overlap_pair (
     exchange text collate "C" not null,
     own_ref text collate "C" not null,
     partner_ref text collate "C" not null,
     keys jsonb not null,
     primary key (exchange, own_ref, partner_ref)
   )`,
];
