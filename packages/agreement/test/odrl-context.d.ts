declare module "@digitalbazaar/odrl-context" {
  const odrl: {
    readonly CONTEXT_URL_V1: string;
    readonly contexts: ReadonlyMap<string, object>;
  };
  export default odrl;
}
