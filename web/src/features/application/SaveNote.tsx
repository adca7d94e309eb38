import { formatTime } from '~/lib/dates/index.ts';
import { Banner, Button, problemText } from '~/ui/index.ts';
import type { DraftEditor } from './draft-editor.ts';
import { t } from './texts.ts';

/** Says quietly where the typed text is: being saved, saved at a time, or kept on this device. */
export function SaveNote({ editor }: { editor: DraftEditor }) {
  const state = editor.state.value;
  return (
    <div role="status" class="save-note muted">
      {state.kind === 'saving' && <p>{t('save.saving')}</p>}
      {state.kind === 'pending' && <p>{t('save.pending')}</p>}
      {state.kind === 'saved' && <p>{t('save.saved', { time: formatTime(state.at) })}</p>}
      {state.kind === 'waiting' && (
        <Banner tone="warning">
          <p>{t('save.waiting')}</p>
          <Button kind="secondary" small onClick={() => void editor.flush()}>
            {t('save.now')}
          </Button>
        </Banner>
      )}
      {state.kind === 'refused' && (
        <Banner tone="error">
          <p>{t('save.refused')}</p>
          <p>{problemText(state.problem).detail ?? problemText(state.problem).title}</p>
        </Banner>
      )}
    </div>
  );
}
