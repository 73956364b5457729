/** Nominal types over primitives: a value that was parsed once carries the proof in its type. Nothing exists at run time. */
declare const brand: unique symbol;

export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
