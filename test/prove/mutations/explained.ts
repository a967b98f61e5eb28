/** Mutations that change nothing anybody could notice, each with the reason; one that is noticed after all is noticed. */
export const EXPLAINED: readonly { mutation: string; because: string }[] = [];
