/**
 * The sound of a folded name part: ASCII with the spellings of one sound made one, vowels kept in classes.
 * `Nyandeng` and `Nyandieng`, `Chuol`, `Chol` and `Cuol`, `Deng` and `Dheng`, `Gatluak` and `Gatlwak` agree.
 */
export function soundOf(folded: string): string {
  return folded
    .replace(/ph/g, "f")
    .replace(/v/g, "f")
    .replace(/[td]h/g, (pair) => pair[0] ?? "")
    .replace(/ch|sh/g, "c")
    .replace(/c(?=k)/g, "")
    .replace(/kh|gh|q/g, "k")
    .replace(/x/g, "ks")
    .replace(/z/g, "s")
    .replace(/nh/g, "n")
    .replace(/ny/g, "ni")
    .replace(/([bcdfgjklmnpqrst])w(?=[aeiou])/g, "$1u")
    .replace(/([bcdfgjklmnpqrst])y(?=[aeiou])/g, "$1i")
    .replace(/ie|ei|ea|ee|ae|ai(?=[a-z])/g, "e")
    .replace(/uo|ou|oo|ua|ao|au|oa/g, "o")
    .replace(/io(?=[a-z])/g, "o")
    .replace(/(.)\1+/g, "$1")
    .replace(/(?<=[aeiou])h$/, "")
    .replace(/y$/, "i");
}
