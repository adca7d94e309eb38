import { hierarchy, treemap, treemapSquarify } from 'd3-hierarchy';
import { px } from './scale.ts';

export type Family = 'farming' | 'mining' | 'fibres' | 'industry';

export interface Tile {
  /** HS chapter, two digits. */
  key: string;
  value: number;
  /** Part of the whole, 0 to 1. */
  share: number;
  family: Family;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Four families of chapters, only to give neighbours different tones: the names are written in the tiles and in the table. */
export function familyOf(chapter: string): Family {
  const number = Number(chapter);
  if (number <= 24) return 'farming';
  if (number <= 27 || (number >= 71 && number <= 81)) return 'mining';
  if (number >= 41 && number <= 67) return 'fibres';
  return 'industry';
}

interface Branch {
  key: string;
  value?: number;
  children?: Branch[];
}

/** Areas in proportion to the values; chapters of one family lie together. Values of zero have no tile. */
export function treemapTiles(rows: readonly { key: string; value: number }[], width: number, height: number): Tile[] {
  const present = rows.filter(({ value }) => value > 0);
  const total = present.reduce((sum, { value }) => sum + value, 0);
  const families = grouped(present);
  const tree: Branch = {
    key: '',
    children: [...families].map(([key, children]) => ({ key, children: [...children] })),
  };
  const root = hierarchy(tree)
    .sum(({ value }) => value ?? 0)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || (a.data.key < b.data.key ? -1 : 1));
  const laid = treemap<Branch>().tile(treemapSquarify).size([width, height]).paddingInner(2)(root);
  if (total === 0) return [];
  return laid.leaves().map(({ data, value = 0, x0, y0, x1, y1 }) => ({
    key: data.key,
    value,
    share: value / total,
    family: familyOf(data.key),
    x: px(x0),
    y: px(y0),
    width: px(x1 - x0),
    height: px(y1 - y0),
  }));
}

function grouped<T extends { key: string }>(rows: readonly T[]): Map<Family, T[]> {
  const groups = new Map<Family, T[]>();
  for (const row of rows) {
    const family = familyOf(row.key);
    groups.set(family, [...(groups.get(family) ?? []), row]);
  }
  return groups;
}

/** Cuts a label to what fits in `width` pixels of text about `size` pixels high; empty when not even four letters do. */
export function fitLabel(label: string, width: number, size: number): string {
  const letters = Math.floor(width / (size * 0.56));
  if (label.length <= letters) return label;
  return letters < 4 ? '' : `${label.slice(0, letters - 1).trimEnd()}…`;
}
