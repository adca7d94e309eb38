import type { Country, Scheme } from '@api/types';
import { useState } from 'preact/hooks';
import { getReference } from '~/lib/api/index.ts';
import { readSchemes } from '~/lib/api/public.ts';
import { language, say } from '~/lib/i18n/index.ts';
import { useLoad } from '~/lib/load/index.ts';
import { formatXof } from '~/lib/money/index.ts';
import { Select } from '~/ui/Field.tsx';
import { Loaded } from '~/ui/Loading.tsx';
import { t } from './texts.ts';

function Offer({ scheme }: { scheme: Scheme }) {
  return (
    <li>
      <strong>{say(scheme.documentTitle)}</strong> — {say(scheme.name)}
      <br />
      {t(scheme.kind === 'statement' ? 'need.statement' : 'need.certificate')}{' '}
      {scheme.feeXof !== null && <span class="nowrap">{formatXof(scheme.feeXof)}</span>}
      {scheme.status !== 'active' && (
        <>
          <br />
          <strong>{t('paused')}</strong> {say(scheme.statusNote)}
        </>
      )}
    </li>
  );
}

function Offers({ country }: { country: Country }) {
  const schemes = useLoad((signal) => readSchemes(signal, country.code), [country.code]);
  const name = say(country.name);
  return (
    <Loaded from={schemes}>
      {(all) => {
        const offered = all.filter(({ status }) => status !== 'disabled');
        if (offered.length === 0) return <p>{t('need.none', { country: name })}</p>;
        return (
          <>
            <p>{t('need.found', { country: name })}</p>
            <ul class="answers">
              {offered.map((scheme) => (
                <Offer key={scheme.code} scheme={scheme} />
              ))}
            </ul>
          </>
        );
      }}
    </Loaded>
  );
}

/** Which document a destination calls for, as the service's own rules say. */
export default function NeedWizard() {
  const reference = useLoad(getReference, []);
  const [code, setCode] = useState('');
  return (
    <Loaded from={reference}>
      {({ countries }) => {
        const country = countries.find((one) => one.code === code);
        const sorted = [...countries].sort((a, b) => say(a.name).localeCompare(say(b.name), language.value));
        return (
          <>
            <Select
              id="destination"
              label={t('need.country')}
              width="l"
              value={code}
              onValue={setCode}
              placeholder={t('need.choose')}
              choices={sorted.map((one) => ({ value: one.code, label: say(one.name) }))}
            />
            <div aria-live="polite">{country && <Offers country={country} />}</div>
          </>
        );
      }}
    </Loaded>
  );
}
