import { isWrittenPath } from '../../facts/uploads';
import { searched, seenAt } from '../../model/evidence';
import { placeOf } from '../../model/location';
import { control, type Judgement } from '../control';
import { capital } from '../words';

/** Uploads have a largest size and allowed types, and are stored where the server says. */
export const fileUploadValidation = control({
  id: 'file-upload-validation',
  needs: ['uploads', 'flows', 'traits'],
  applies: ['uploads'],
  exhaustive: true,
  messages: {
    'no-limit': { severity: 'fail', nature: 'defect', cwe: 400, text: 'Files of any size are taken here by {by}.', remedy: 'Set a largest size, such as `limits: { fileSize: 5 * 1024 * 1024 }`.' },
    'no-type-check': { severity: 'fail', nature: 'defect', cwe: 434, text: 'Files of any type are taken here by {by}.', remedy: 'Refuse what is not on a list of types, told by the content or the extension, for example in `fileFilter`.' },
    'client-name': { severity: 'fail', nature: 'defect', cwe: 22, text: 'The name that the client gives a file decides where it is stored, so that `../` in it leads anywhere.', remedy: 'Store under a name of your own, such as `randomUUID()`, and keep the client’s name as data.' },
    'missing-check': { severity: 'fail', nature: 'defect', cwe: 434, text: '`{library}` has no function `{name}`, so that the file is never checked: the call fails before it begins.', remedy: 'Limit the size where the file is received, for example with `limits.fileSize` of multer, and tell the type with `fileTypeFromBuffer` of file-type.' },
    uncontained: { severity: 'fail', nature: 'defect', cwe: 22, text: '{source} decides which file is written, and nothing holds it inside a folder.', remedy: 'Resolve the path against the folder and refuse it when the result does not begin with the folder and a separator.' },
    declared: { severity: 'warn', nature: 'defect', cwe: 22, text: '{source} decides which file is written, which is what the tool is declared to do.', remedy: 'Hold the path inside a folder that the user has allowed.' },
  },
  judge: ({ uploads, flows, traits }, say): Judgement => {
    const received = uploads.uploads.flatMap((upload) => [
      ...(upload.limit === 'none' ? [say('no-limit', { at: upload.location, anchor: upload.anchor, data: { by: upload.by } })] : []),
      ...(upload.typeChecked ? [] : [say('no-type-check', { at: upload.location, anchor: upload.anchor, data: { by: upload.by } })]),
      ...(upload.name === 'client' ? [say('client-name', { at: upload.nameAt ?? upload.location, anchor: upload.anchor })] : []),
    ]);
    const named = new Set(received.flatMap((finding) => (finding.kind === 'client-name' && finding.location ? [placeOf(finding.location)] : [])));
    const written = flows.flows.filter((flow) => isWrittenPath(flow) && !named.has(placeOf(flow.location)));
    const findings = [
      ...received,
      ...uploads.missingChecks.map((check) => say('missing-check', { at: check.location, data: { library: check.library, name: check.name } })),
      ...written.map((flow) => say(flow.declared && !traits['http-beyond-loopback'].present ? 'declared' : 'uncontained', { at: flow.location, flow: flow.steps, anchor: flow.anchor, data: { source: capital(flow.source) } })),
    ];
    const good = uploads.uploads.filter((upload) => upload.limit !== 'none' && upload.typeChecked && upload.name !== 'client');
    return {
      findings,
      evidence: [
        ...good.map((upload) => seenAt(upload.location, `Size ${upload.limit === 'set' ? 'and type are' : 'is limited by the library, and the type is'} checked, and the client does not choose the name.`)),
        ...(findings.length > 0 || good.length > 0 ? [] : [searched('Looked for paths of written files that a caller decides, and found none that is not contained.')]),
        ...findings.filter((finding) => finding.kind === 'declared').flatMap((finding) => (finding.location ? [seenAt(finding.location, 'The tool is declared to write where its caller says.')] : [])),
      ],
    };
  },
});
