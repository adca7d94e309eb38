/** The names that the description uses and never defines. */
export function undefinedNames(text: string): string[];
/** The types of the wire, as the service describes them. */
export function describedTypes(): Promise<string>;
