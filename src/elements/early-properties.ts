/** Properties that a page set on the tag before it was defined. */

/** Sets them again: as own properties they hide the accessors of the class. Lit does this only for its own properties. */
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
