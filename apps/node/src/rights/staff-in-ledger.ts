/** The ledger names accounts by opaque ids alone; the local operator has none. */
export const staffInLedger = (id: string): { staff?: string } =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? { staff: id } : {};
