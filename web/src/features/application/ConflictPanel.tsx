import { useState } from 'preact/hooks';
import { Button, Radios } from '~/ui/index.ts';
import { type Lookups, labelAt, showValue } from './display.ts';
import type { DraftEditor } from './draft-editor.ts';
import { t } from './texts.ts';

/** Shows both values where two people wrote, and lets the person choose one for each. */
export function ConflictPanel({ editor, lookups }: { editor: DraftEditor; lookups: Lookups }) {
  const [theirs, setTheirs] = useState<ReadonlySet<string>>(new Set());
  const [pending, setPending] = useState(false);
  const state = editor.state.value;
  if (state.kind !== 'conflict') return null;

  const choose = (pointer: string, side: string) => {
    const next = new Set(theirs);
    if (side === 'theirs') next.add(pointer);
    else next.delete(pointer);
    setTheirs(next);
  };
  const resolve = async () => {
    setPending(true);
    await editor.resolve(theirs).finally(() => setPending(false));
  };
  const shown = (pointer: string, value: unknown) =>
    showValue(pointer, value, lookups, editor.content) || t('conflict.empty');
  return (
    <section class="error-summary" role="alert" aria-labelledby="conflict-title">
      <h2 id="conflict-title">{t('conflict.title')}</h2>
      <p>{t('conflict.detail')}</p>
      {editor.conflicts().map((conflict) => (
        <Radios
          key={conflict.pointer}
          id={`conflict${conflict.pointer.replace(/\W+/g, '-')}`}
          label={labelAt(conflict.pointer)}
          value={theirs.has(conflict.pointer) ? 'theirs' : 'mine'}
          onValue={(side) => choose(conflict.pointer, side)}
          choices={[
            { value: 'mine', label: shown(conflict.pointer, conflict.mine), hint: t('conflict.mine') },
            { value: 'theirs', label: shown(conflict.pointer, conflict.theirs), hint: t('conflict.theirs') },
          ]}
        />
      ))}
      <Button pending={pending} pendingText={t('save.saving')} onClick={() => void resolve()}>
        {t('conflict.save')}
      </Button>
    </section>
  );
}
