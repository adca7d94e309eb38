import { readStatistics } from '~/lib/api/public.ts';
import { formatDuration } from '~/lib/dates/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { Loaded } from '~/ui/Loading.tsx';
import { t } from './texts.ts';

const duration = (hours: number) => formatDuration(Math.round(hours * 60) * 60);

/** How long decisions really take, measured and not promised. */
export default function Delay() {
  const statistics = useLoad((signal) => readStatistics(signal), []);
  return (
    <Loaded from={statistics}>
      {({ processing: { medianHours, p90Hours, count } }) =>
        medianHours === null ? (
          <p>{t('delay.none')}</p>
        ) : (
          <>
            <p>
              <strong class="big-figure">{duration(medianHours)}</strong>
              {t('delay.median', { count })}
            </p>
            {p90Hours !== null && <p>{t('delay.p90', { p90: duration(p90Hours) })}</p>}
            <p class="muted">{t('delay.clock')}</p>
          </>
        )
      }
    </Loaded>
  );
}
