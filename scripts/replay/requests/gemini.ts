import type { AssistantMessage, FilePart, Message, Request } from '../../../src/model/message.ts';
import type { Tool, ToolChoice } from '../../../src/model/tool.ts';
import { type Equivalence, usual } from './equivalence.ts';
import { given, Inexpressible, isObject, type Json, list, object, text } from './json.ts';
import type { RequestReader } from './reader.ts';

/** Protocol buffers in JSON know each name in two spellings: https://protobuf.dev/programming-guides/json/ */
function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const known = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [known, verbatim.has(known) ? inner : camel(inner)];
  });
  return Object.fromEntries(entries) as unknown;
}

const verbatim: ReadonlySet<string> = new Set([
  'args',
  'response',
  'parameters',
  'parametersJsonSchema',
  'responseJsonSchema',
]);

const inCamel = (at: string): Equivalence => ({ at, reason: 'names are known in two spellings', spelled: camel });

const renamed = (at: string, named: string): Equivalence => ({ at, named, reason: 'names are known in two spellings' });

/** https://ai.google.dev/api/generate-content */
export const geminiEquivalences: readonly Equivalence[] = [
  renamed('system_instruction', 'systemInstruction'),
  renamed('generation_config', 'generationConfig'),
  renamed('tool_config', 'toolConfig'),
  ...['contents', 'systemInstruction', 'generationConfig', 'tools', 'toolConfig'].map(inCamel),
  usual('generationConfig.responseModalities', ['TEXT']),
  usual('generationConfig.responseMimeType', 'text/plain'),
  usual('generationConfig', {}, 'sets nothing'),
  usual('tools', [], 'no tools'),
  usual('systemInstruction.role', 'user', 'its role is not looked at'),
  usual('tools[].functionDeclarations[].description', '', 'an empty description says nothing'),
  {
    at: 'tools[].functionDeclarations[].parameters',
    named: 'parametersJsonSchema',
    reason: 'the older field, for a part of JSON Schema; the newer takes all of it',
  },
  {
    at: 'contents',
    reason: 'a turn without a role is the user’s',
    spelled: (turns) => (Array.isArray(turns) ? turns.map((turn: Json) => ({ role: 'user', ...turn })) : turns),
  },
];

export const geminiReader: RequestReader = {
  equivalences: geminiEquivalences,
  unsure: ['generationConfig.thinkingConfig', 'generationConfig.temperature'],
  read(body, model) {
    const { contents, systemInstruction, generationConfig, tools, toolConfig } = object(body, '', [
      'model',
      'contents',
      'systemInstruction',
      'generationConfig',
      'tools',
      'toolConfig',
    ]);
    const config = readConfig(generationConfig);
    return {
      model,
      ...given('system', systemInstruction === undefined ? undefined : readSystem(systemInstruction)),
      messages: readContents(list(contents, 'contents')),
      ...given('tools', readTools(tools)),
      ...given('toolChoice', readToolChoice(toolConfig)),
      ...config,
    };
  },
};

function readConfig(config: unknown): Pick<Request, 'maxOutputTokens' | 'temperature' | 'responseFormat'> {
  if (config === undefined) return {};
  const known = ['maxOutputTokens', 'temperature', 'responseMimeType', 'responseJsonSchema', 'thinkingConfig'];
  const found = object(config, 'generationConfig', known);
  const { responseJsonSchema: schema, responseMimeType: type } = found;
  if (type !== undefined && !isObject(schema))
    throw new Inexpressible('generationConfig.responseMimeType without a schema');
  return {
    ...given('maxOutputTokens', found['maxOutputTokens'] as number | undefined),
    ...given('temperature', found['temperature'] as number | undefined),
    ...(isObject(schema) ? { responseFormat: { name: 'answer', schema } } : {}),
  };
}

function readSystem(system: unknown): string {
  const [only, ...more] = list(object(system, 'systemInstruction', ['parts'])['parts'], 'systemInstruction.parts');
  if (more.length > 0) throw new Inexpressible('systemInstruction of several parts');
  return text(object(only, 'systemInstruction.parts[]', ['text'])['text'], 'systemInstruction');
}

/** Calls have ids only where the model gave them some; results are then known by those, else by their order. */
function readContents(turns: readonly unknown[]): readonly Message[] {
  return turns.flatMap((turn): readonly Message[] => {
    const { role, parts } = object(turn, 'contents[]', ['role', 'parts']);
    const found = list(parts, 'contents[].parts');
    if (role === 'model') return [{ role: 'assistant', parts: found.flatMap(readAnswer) }];
    if (role !== 'user') throw new Inexpressible(`contents[].role ${String(role)}`);
    return found.map(readAsked);
  });
}

function readAsked(part: unknown): Message {
  const place = 'contents[].parts[]';
  const {
    functionResponse: result,
    text: words,
    inlineData,
  } = object(part, place, ['functionResponse', 'text', 'inlineData']);
  if (result !== undefined) return readResult(result);
  if (inlineData !== undefined) return { role: 'user', text: '', files: [readFile(inlineData)] };
  return { role: 'user', text: text(words, place) };
}

function readFile(data: unknown): FilePart {
  const { mimeType, data: bytes } = object(data, 'inlineData', ['mimeType', 'data']);
  return { mediaType: text(mimeType, 'inlineData.mimeType'), data: text(bytes, 'inlineData.data') };
}

function readResult(result: unknown): Message {
  const { id, name, response } = object(result, 'functionResponse', ['id', 'name', 'response']);
  const { output, error } = object(response, 'functionResponse.response', ['output', 'error']);
  return {
    role: 'tool',
    toolCallId: id === undefined ? 'unnamed' : text(id, 'functionResponse.id'),
    toolName: text(name, 'functionResponse.name'),
    text: text(output ?? error, 'functionResponse.response'),
    ...given('failed', error === undefined ? undefined : true),
  };
}

function readAnswer(part: unknown): AssistantMessage['parts'] {
  const found = object(part, 'contents[].parts[]', ['text', 'thought', 'thoughtSignature', 'functionCall']);
  const { text: words, thought, thoughtSignature, functionCall } = found;
  if (functionCall !== undefined) {
    const { id, name, args } = object(functionCall, 'functionCall', ['id', 'name', 'args']);
    const replay = { ...given('id', id), ...given('thoughtSignature', thoughtSignature) };
    return [
      {
        type: 'tool-call',
        id: id === undefined ? 'unnamed' : text(id, 'functionCall.id'),
        name: text(name, 'functionCall.name'),
        arguments: JSON.stringify(args ?? {}),
        ...(Object.keys(replay).length === 0 ? {} : { replay }),
      },
    ];
  }
  if (thought === true && thoughtSignature === undefined)
    throw new Inexpressible('contents[].parts[].thought unsigned');
  if (thought === true)
    return [{ type: 'reasoning', text: text(words, 'text'), replay: { thoughtSignature, part: 'thought' } }];
  return [
    { type: 'text', text: text(words, 'text') },
    ...(thoughtSignature === undefined
      ? []
      : [{ type: 'reasoning', text: '', replay: { thoughtSignature, part: 'text' } } as const]),
  ];
}

function readTools(tools: unknown): readonly Tool[] | undefined {
  if (tools === undefined) return undefined;
  const [only, ...more] = list(tools, 'tools');
  const { functionDeclarations } = object(only, 'tools[]', ['functionDeclarations']);
  if (more.length > 0) throw new Inexpressible('tools of several kinds');
  return list(functionDeclarations, 'functionDeclarations').map((declared) => {
    const {
      name,
      description,
      parametersJsonSchema: parameters,
    } = object(declared, 'functionDeclarations[]', ['name', 'description', 'parametersJsonSchema']);
    if (!isObject(parameters)) throw new Inexpressible('functionDeclarations[] without parameters');
    return { name: text(name, 'name'), ...given('description', description as string | undefined), parameters };
  });
}

function readToolChoice(config: unknown): ToolChoice | undefined {
  if (config === undefined) return undefined;
  const { functionCallingConfig: found } = object(config, 'toolConfig', ['functionCallingConfig']);
  const { mode, allowedFunctionNames: names } = object(found, 'functionCallingConfig', [
    'mode',
    'allowedFunctionNames',
  ]);
  const [only, ...more] = list(names, 'allowedFunctionNames');
  if (more.length > 0) throw new Inexpressible('functionCallingConfig.allowedFunctionNames of several');
  if (typeof only === 'string') return { name: only };
  if (mode === 'ANY') return 'required';
  if (mode !== 'AUTO' && mode !== 'NONE') throw new Inexpressible(`functionCallingConfig.mode ${String(mode)}`);
  return mode === 'AUTO' ? 'auto' : 'none';
}
