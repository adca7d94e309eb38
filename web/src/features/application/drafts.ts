import type { Application } from '@api/types';
import { useCallback } from 'preact/hooks';
import { editApplication, getApplication, getReference, getSchemes } from '~/lib/api/index.ts';
import { type Loadable, useLoad } from '~/lib/load/index.ts';
import type { Lookups } from './display.ts';
import { DraftEditor, type Keeper, type Kept } from './draft-editor.ts';

const keyOf = (id: string) => `boyoro.draft.${id}`;

/** Keeps unsaved text on the device; a browser that forbids storage keeps it as long as the page. */
const deviceKeeper: Keeper = {
  load(id) {
    try {
      const text = localStorage.getItem(keyOf(id));
      return text ? (JSON.parse(text) as Kept) : null;
    } catch {
      return null;
    }
  },
  save(id, kept) {
    try {
      if (kept) localStorage.setItem(keyOf(id), JSON.stringify(kept));
      else localStorage.removeItem(keyOf(id));
    } catch {
      // Nothing to do: the page itself still holds the text.
    }
  },
};

const editors = new Map<string, DraftEditor>();

if (typeof addEventListener === 'function') {
  addEventListener('online', () => {
    for (const editor of editors.values()) void editor.flush();
  });
}

/** Makes what was just read the editor's own, keeping what is not saved yet. */
export function editorOf(application: Application): DraftEditor {
  const known = editors.get(application.id);
  if (known) {
    known.refresh(application);
    return known;
  }
  const editor = new DraftEditor(application, editApplication, deviceKeeper);
  editors.set(application.id, editor);
  return editor;
}

/** The editor of an application. With `fresh` it is read again; otherwise one already open serves at once. */
export function useDraft(id: string, fresh: boolean): Loadable<DraftEditor> {
  const read = useCallback(async () => {
    const known = editors.get(id);
    if (known && !fresh) return known;
    if (known?.dirty) await known.flush();
    return editorOf(await getApplication(id));
  }, [id, fresh]);
  return useLoad(read, [id, fresh]);
}

/** Names for the codes of a content. Both lists are read once per visit. */
export function useLookups(): Loadable<Lookups> {
  return useLoad(async () => {
    const [reference, schemes] = await Promise.all([getReference(), getSchemes()]);
    return { reference, schemes };
  }, []);
}
