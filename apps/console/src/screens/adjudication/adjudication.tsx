export function Adjudication() {
  return null;
}
