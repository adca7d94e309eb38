export interface Option {
  value: string;
  label: string;
  hint?: string | undefined;
}

/** The option that becomes active after an arrow key: it goes round, passing by the field itself (−1). */
export function move(active: number, count: number, key: 'ArrowDown' | 'ArrowUp'): number {
  if (count === 0) return -1;
  if (key === 'ArrowDown') return active + 1 >= count ? -1 : active + 1;
  return active < 0 ? count - 1 : active - 1;
}

/** A text without case and accents, for matching as people type. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** The options that hold every typed word, those that begin with the text first. */
export function filterOptions(options: Option[], typed: string, limit = 12): Option[] {
  const wanted = fold(typed);
  const words = wanted.split(/\s+/).filter(Boolean);
  return options
    .filter((option) => {
      const text = fold(`${option.label} ${option.value}`);
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => Number(!fold(a.label).startsWith(wanted)) - Number(!fold(b.label).startsWith(wanted)))
    .slice(0, limit);
}
