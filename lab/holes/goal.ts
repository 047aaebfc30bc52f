/** A book may lose this multiple of its maintenance margin inside the width within a day before it counts as a hole. */
export const GOAL = 1.1;
