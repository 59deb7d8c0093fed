/** Properties that a page set on the tag before it was defined. */

/** They lie over the accessors of the class and hide them; Lit lifts up only the properties that it knows. */
export function adoptEarlyProperties<T extends object>(
  element: T,
  names: readonly (keyof T & string)[],
): void {
  for (const name of names) {
    if (!Object.hasOwn(element, name)) continue;
    const value = element[name];
    delete (element as Partial<T>)[name];
    element[name] = value;
  }
}
