import { failureFromPayload } from '../llm/errorBody.ts';
import type { Input, ModelInfo } from '../llm/provider.ts';
import * as read from './read.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelSummary.html */
const foundationModel = read.object(
  {
    modelId: read.named,
    modelName: read.text,
    inputModalities: read.list(read.text),
    outputModalities: read.list(read.text),
    inferenceTypesSupported: read.list(read.text),
  },
  'modelId',
);

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_InferenceProfileSummary.html */
const inferenceProfile = read.object(
  {
    inferenceProfileId: read.named,
    inferenceProfileArn: read.text,
    inferenceProfileName: read.text,
    status: read.text,
    type: read.text,
    models: read.list(read.object({ modelArn: read.text })),
  },
  'inferenceProfileId',
);
type Profile = read.Found<typeof inferenceProfile>;

const lists = read.object({ modelSummaries: read.anything, inferenceProfileSummaries: read.anything });

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
  const { modelSummaries: models, inferenceProfileSummaries: profiles } = lists(json) ?? {};
  if (!Array.isArray(models) && !Array.isArray(profiles)) throw failureFromPayload(json, 'bad-response');
  return [
    ...read.items(foundationModel, models).flatMap(modelInfo),
    ...read.items(inferenceProfile, profiles).flatMap(profileInfo),
  ];
}

function modelInfo(model: read.Found<typeof foundationModel>): readonly ModelInfo[] {
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
