/** Reads a CloudFormation template as CloudFormation would: with parameters, and names for all. */

import { account, bucketArn, functionArn, logGroupArn, region, topicArn } from './statements.ts';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly DeletionPolicy?: string;
}

/** A template, as its JSON or YAML is. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** What stands for a resource that is not there yet: its `Ref`, and its `Arn`. */
const stand: Readonly<Record<string, { readonly ref: string; readonly arn: string }>> = {
  'AWS::S3::Bucket': { ref: 'the-bucket', arn: bucketArn },
  'AWS::SNS::Topic': { ref: topicArn, arn: topicArn },
  'AWS::Logs::LogGroup': { ref: 'the-log-group', arn: logGroupArn },
  'AWS::Serverless::Function': { ref: 'the-function', arn: functionArn },
  'AWS::Lambda::Function': { ref: 'the-function', arn: functionArn },
};

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Region': region,
  'AWS::AccountId': account,
  'AWS::Partition': 'aws',
  'AWS::StackName': 'the-stack',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** What `AWS::NoValue` becomes, before what holds it is left out. */
const noValue = Symbol('AWS::NoValue');

/**
 * @param given - the parameters that are given
 * @returns the resources whose condition holds, without intrinsic functions
 * @throws Error for an intrinsic function, a parameter or a resource that is not known here
 */
export function resourcesOf(
  template: Template,
  given: Readonly<Record<string, string>> = {},
): Record<string, Resource> {
  const parameters = new Map<string, unknown>();
  for (const [name, { Default }] of Object.entries(template.Parameters ?? {})) {
    parameters.set(name, given[name] ?? Default);
  }
  const unknown = Object.keys(given).find((name) => !parameters.has(name));
  if (unknown !== undefined) throw new Error(`The template has no parameter ${unknown}.`);

  const resources = Object.entries(template.Resources).filter(
    ([, { Condition }]) => Condition === undefined || holds(Condition),
  );
  return Object.fromEntries(
    resources.map(([name, resource]) => [name, resolve(resource) as Resource]),
  );

  function holds(name: string): boolean {
    const condition = template.Conditions?.[name];
    if (condition === undefined) throw new Error(`The template has no condition ${name}.`);
    return resolve(condition) === true;
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve).filter((item) => item !== noValue);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only !== undefined) {
      const [name, operand] = only;
      if (name === 'Ref') return reference(String(operand));
      if (name === 'Condition' && typeof operand === 'string') return holds(operand);
      if (name.startsWith('Fn::')) return call(name, operand);
    }
    return Object.fromEntries(
      entries
        .map(([name, item]) => [name, name === 'Condition' ? condition(item) : resolve(item)])
        .filter(([, item]) => item !== noValue),
    );
  }

  /** The name of a condition stays; the condition of a policy statement is looked into. */
  function condition(item: unknown): unknown {
    return typeof item === 'string' ? item : resolve(item);
  }

  function reference(name: string): unknown {
    if (name === 'AWS::NoValue') return noValue;
    if (Object.hasOwn(pseudoParameters, name)) return pseudoParameters[name];
    if (parameters.has(name)) {
      const value = parameters.get(name);
      return isList(name) ? String(value).split(',') : value;
    }
    return standFor(name).ref;
  }

  function isList(name: string): boolean {
    const declaration = template.Parameters?.[name] as { readonly Type?: string } | undefined;
    return declaration?.Type === 'CommaDelimitedList';
  }

  function standFor(name: string) {
    const type = template.Resources[name]?.Type;
    if (type === undefined) throw new Error(`The template has no resource ${name}.`);
    return stand[type] ?? { ref: name, arn: `arn:of:${name}` };
  }

  function call(name: string, operand: unknown): unknown {
    const list = Array.isArray(operand) ? operand : [operand];
    switch (name) {
      case 'Fn::If':
        return resolve(holds(String(list[0])) ? list[1] : list[2]);
      case 'Fn::Equals': {
        const [left, right] = list.map((item) => String(resolve(item)));
        return left === right;
      }
      case 'Fn::Not':
        return resolve(list[0]) !== true;
      case 'Fn::Or':
        return list.some((item) => resolve(item) === true);
      case 'Fn::And':
        return list.every((item) => resolve(item) === true);
      case 'Fn::Join':
        return (resolve(list[1]) as unknown[]).map(String).join(String(list[0]));
      case 'Fn::GetAtt':
        return attribute(list.map(String).join('.'));
      case 'Fn::Sub':
        return String(list[0]).replace(/\$\{([^}]+)\}/g, (_all, inner: string) =>
          String(inner.includes('.') ? attribute(inner) : reference(inner)),
        );
      default:
        throw new Error(`The intrinsic function ${name} is not known to the tests.`);
    }
  }

  function attribute(path: string): string {
    const [name = '', ...attributes] = path.split('.');
    return attributes.join('.') === 'Arn' ? standFor(name).arn : `${attributes}-of-${name}`;
  }
}

/** The properties of the only resource of a type. */
export function onlyOne(
  resources: Readonly<Record<string, Resource>>,
  type: string,
): Readonly<Record<string, unknown>> {
  const found = Object.values(resources).filter(({ Type }) => Type === type);
  const [resource] = found;
  if (found.length !== 1 || resource === undefined) {
    throw new Error(`There are ${found.length} resources of type ${type}.`);
  }
  return resource.Properties ?? {};
}
