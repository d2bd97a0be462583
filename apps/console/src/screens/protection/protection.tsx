export function Protection() {
  return null;
}
