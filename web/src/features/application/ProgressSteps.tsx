import type { Application } from '@api/types';
import { Stepper } from '~/ui/index.ts';
import { stagesOf } from './progress.ts';
import { t } from './texts.ts';

export function ProgressSteps({ application }: { application: Application }) {
  if (application.status === 'withdrawn' || application.status === 'lapsed') return null;
  return (
    <Stepper
      label={t('stages')}
      words={{ done: t('stage.done'), current: t('stage.current'), next: t('stage.next') }}
      steps={stagesOf(application).map(({ stage, state }) => ({ title: t(`stage.${stage}`), state }))}
    />
  );
}
