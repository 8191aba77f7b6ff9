import type { ReactNode } from 'react';
import { Field } from '../ui/basics.tsx';
import { type Property, type Typed, widgetOf } from './schema.ts';

interface Props {
  schema: Property;
  typed: Record<string, Typed>;
  errors: Readonly<Record<string, string>>;
  path?: string;
  onChange: (typed: Record<string, Typed>) => void;
}

/** A field for each property of an object schema, the required ones first. */
export function SchemaFields({ schema, typed, errors, path = '', onChange }: Props) {
  const isRequiredFirst = ([a]: [string, unknown], [b]: [string, unknown]) =>
    Number(schema.required?.includes(b) ?? false) - Number(schema.required?.includes(a) ?? false);
  return Object.entries(schema.properties ?? {})
    .sort(isRequiredFirst)
    .map(([name, property]) => {
      const at = path ? `${path}.${name}` : name;
      const value = typed[name] ?? '';
      const set = (changed: Typed) => onChange({ ...typed, [name]: changed });
      const isRequired = schema.required?.includes(name) ?? false;
      if (widgetOf(property) === 'group')
        return (
          <fieldset key={name} className="group">
            <legend>{property.title ?? name}</legend>
            {property.description && <p className="soft">{property.description}</p>}
            <SchemaFields
              schema={property}
              typed={value as Record<string, Typed>}
              errors={errors}
              path={at}
              onChange={set}
            />
          </fieldset>
        );
      return (
        <One
          key={name}
          name={name}
          property={property}
          isRequired={isRequired}
          value={value}
          error={errorAt(errors, at)}
          onChange={set}
        />
      );
    });
}

/** An error at a field, or at something inside its value. */
const errorAt = (errors: Readonly<Record<string, string>>, at: string): string | undefined =>
  Object.entries(errors)
    .filter(([path]) => path === at || path.startsWith(`${at}.`) || path.startsWith(`${at}[`))
    .map(([path, message]) => (path === at ? message : `${path.slice(at.length)}: ${message}`))
    .join(' ') || undefined;

function One({
  name,
  property,
  isRequired,
  value,
  error,
  onChange,
}: {
  name: string;
  property: Property;
  isRequired: boolean;
  value: Typed;
  error: string | undefined;
  onChange: (typed: Typed) => void;
}) {
  const widget = widgetOf(property);
  const example = property.examples?.[0];
  const label: ReactNode = (
    <>
      {property.title ?? name}
      {isRequired && <span className="soft"> (required)</span>}
    </>
  );
  if (widget === 'boolean')
    return (
      <div className="field">
        <label className="check">
          <input type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} />
          {property.title ?? name}
        </label>
        {property.description && <p className="soft">{property.description}</p>}
      </div>
    );
  return (
    <Field label={label} hint={hintOf(property, widget)} error={error}>
      {(attributes) => {
        const common = {
          ...attributes,
          'aria-required': isRequired,
          value: String(value),
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        };
        if (widget === 'choice')
          return (
            <select {...common}>
              <option value="">{property.default === undefined ? 'Choose…' : 'Default'}</option>
              {property.enum?.map((each) => (
                <option key={String(each)}>{String(each)}</option>
              ))}
            </select>
          );
        if (widget === 'lines' || widget === 'json' || widget === 'longText')
          return <textarea {...common} rows={widget === 'json' ? 5 : 3} spellCheck={widget === 'longText'} />;
        return (
          <input
            {...common}
            inputMode={widget === 'number' ? 'decimal' : 'text'}
            autoComplete="off"
            placeholder={example === undefined ? '' : String(example)}
          />
        );
      }}
    </Field>
  );
}

function hintOf({ description = '', minimum, maximum }: Property, widget: string): string {
  const range =
    minimum !== undefined && maximum !== undefined
      ? `${minimum} to ${maximum}.`
      : minimum !== undefined
        ? `At least ${minimum}.`
        : maximum !== undefined
          ? `At most ${maximum}.`
          : '';
  return [description, range, widget === 'lines' ? 'One on each line.' : '', widget === 'json' ? 'As JSON.' : '']
    .filter(Boolean)
    .join(' ');
}
