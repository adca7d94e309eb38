import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import { useState } from 'preact/hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Combobox } from './Combobox.tsx';
import { filterOptions, move, type Option } from './combobox-model.ts';

const FRUIT: Option[] = [
  { value: '080450', label: 'Mangues fraîches' },
  { value: '080410', label: 'Dattes' },
  { value: '200899', label: 'Mangues séchées' },
];

afterEach(cleanup);

function Harness({ onChoose = () => {} }: { onChoose?: (option: Option | null) => void }) {
  const [chosen, setChosen] = useState<Option | null>(null);
  return (
    <Combobox
      id="hs"
      label="Produit"
      chosen={chosen}
      onChoose={(option) => {
        setChosen(option);
        onChoose(option);
      }}
      search={(typed) => filterOptions(FRUIT, typed)}
    />
  );
}

describe('the model', () => {
  it('goes round by the field', () => {
    expect(move(-1, 3, 'ArrowDown')).toBe(0);
    expect(move(2, 3, 'ArrowDown')).toBe(-1);
    expect(move(-1, 3, 'ArrowUp')).toBe(2);
    expect(move(0, 0, 'ArrowDown')).toBe(-1);
  });

  it('matches words without accents', () => {
    expect(filterOptions(FRUIT, 'mangues sechees').map((option) => option.value)).toEqual(['200899']);
    expect(filterOptions(FRUIT, '0804').map((option) => option.value)).toEqual(['080450', '080410']);
  });
});

describe('the combobox', () => {
  it('is chosen from with the keyboard alone', async () => {
    const onChoose = vi.fn();
    render(<Harness onChoose={onChoose} />);
    const input = screen.getByRole<HTMLInputElement>('combobox', { name: /Produit/ });
    fireEvent.input(input, { target: { value: 'mang' } });
    await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(2));
    expect(input.getAttribute('aria-expanded')).toBe('true');
    fireEvent.keyDown(input, { key: 'ArrowDown' });
    fireEvent.keyDown(input, { key: 'ArrowDown' });
    expect(input.getAttribute('aria-activedescendant')).toBe('hs-option-1');
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(onChoose).toHaveBeenCalledWith(expect.objectContaining({ value: '200899' }));
    expect(input.value).toBe('Mangues séchées');
    expect(screen.queryAllByRole('option')).toHaveLength(0);
  });

  it('keeps the choice when one escapes or leaves with an unknown text', async () => {
    const onChoose = vi.fn();
    render(<Harness onChoose={onChoose} />);
    const input = screen.getByRole<HTMLInputElement>('combobox');
    fireEvent.input(input, { target: { value: 'man' } });
    await waitFor(() => expect(screen.getAllByRole('option').length).toBeGreaterThan(0));
    fireEvent.keyDown(input, { key: 'Escape' });
    expect(input.value).toBe('');
    fireEvent.input(input, { target: { value: 'zzz' } });
    fireEvent.blur(input);
    expect(onChoose).not.toHaveBeenCalled();
    expect(input.value).toBe('');
  });
});
