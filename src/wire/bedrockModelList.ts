import * as z from 'zod/mini';
import { failureFromPayload } from '../llm/errorBody.ts';
import type { Input, ModelInfo } from '../llm/provider.ts';
import { lenient, lenientList } from './lenient.ts';

const text = lenient(z.string());
const texts = lenient(z.array(z.string()));

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelSummary.html */
const foundationModel = z.object({
  modelId: z.string().check(z.minLength(1)),
  modelName: text,
  inputModalities: texts,
  outputModalities: texts,
  inferenceTypesSupported: texts,
});

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_InferenceProfileSummary.html */
const inferenceProfile = z.object({
  inferenceProfileId: z.string().check(z.minLength(1)),
  inferenceProfileArn: text,
  inferenceProfileName: text,
  status: text,
  type: text,
  models: lenient(z.array(z.object({ modelArn: text }))),
});
type Profile = z.infer<typeof inferenceProfile>;

const lists = z.object({ modelSummaries: z.optional(z.unknown()), inferenceProfileSummaries: z.optional(z.unknown()) });

const otherPurpose = /embed|rerank|stability|image|canvas|reel|sonic|twelvelabs|marengo|pegasus|sdxl/i;

const inputs: ReadonlyMap<string, Input> = new Map([
  ['IMAGE', 'image'],
  ['AUDIO', 'audio'],
  ['SPEECH', 'audio'],
]);

/**
 * Reads the list of foundation models or that of inference profiles. Of the former only those that can be asked by
 * their own id are taken: all others are asked by the id of a profile, which the latter holds.
 */
export function bedrockModelList(json: unknown): readonly ModelInfo[] {
  const found = lists.safeParse(json).data;
  const { modelSummaries: models, inferenceProfileSummaries: profiles } = found ?? {};
  if (!Array.isArray(models) && !Array.isArray(profiles)) throw failureFromPayload(json, 'bad-response');
  return [
    ...lenientList(foundationModel, models).flatMap(modelInfo),
    ...lenientList(inferenceProfile, profiles).flatMap(profileInfo),
  ];
}

function modelInfo(model: z.infer<typeof foundationModel>): readonly ModelInfo[] {
  const { modelId: id, modelName: label, outputModalities: outputs, inferenceTypesSupported: types } = model;
  if (outputs?.includes('TEXT') === false || types?.includes('ON_DEMAND') === false || otherPurpose.test(id)) return [];
  const found = (model.inputModalities ?? []).flatMap((modality) => inputs.get(modality) ?? []);
  return [{ id, ...(label ? { label } : {}), ...(found.length === 0 ? {} : { inputs: found }) }];
}

/** A profile of the user's own has an id that says nothing, and is asked by its ARN. */
function profileInfo(profile: Profile): readonly ModelInfo[] {
  const { inferenceProfileId: id, inferenceProfileArn: arn, inferenceProfileName: label, status, type } = profile;
  const names = [id, ...(profile.models ?? []).map(({ modelArn }) => modelArn ?? '')].join(' ');
  if ((status && status !== 'ACTIVE') || otherPurpose.test(names)) return [];
  return [{ id: (type === 'APPLICATION' && arn) || id, ...(label ? { label } : {}) }];
}
