/** Baptismal names, borne in every community of the two states, commonest first. */
export const BIBLICAL_MALE = `
Peter John James Simon Paul Gabriel Stephen Michael David Daniel Samuel Joseph William Philip Thomas Moses Isaac Jacob
Andrew Matthew Mark Abraham George Emmanuel Joshua Elijah Solomon Benjamin Charles Francis Martin Santino Angelo Luka
Marko Yohanes Samson Timothy Nathaniel Zechariah Ezekiel Jeremiah Kuel Dominic Albino Clement Lawrence Nicodemus
Barnabas Silas Tito Amos Hosea Jonah Noah Aaron Caleb Gideon Reuben Levi
`;

export const BIBLICAL_FEMALE = `
Mary Rebecca Sarah Martha Elizabeth Rachel Teresa Nyaruth Ruth Esther Anna Angelina Veronica Christina Monica Susan
Julia Grace Victoria Margaret Agnes Cecilia Regina Rose Helen Lucia Josephine Deborah Debora Tabitha Naomi Hannah Priscilla
Eunice Joyce Jane Jennifer Juliana Catherine Magdalena Clara Roda Salome Lydia Viola Stella Awadia Suzana Mariam
Elisabeth Adhel Abigail Miriam Judith Dorcas Phoebe Bakhita Sabina Paulina Flora
`;
