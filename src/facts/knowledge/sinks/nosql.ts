import type { SinkRule } from '../rules';

const FILTERED = '{find,findOne,findOneAndUpdate,findOneAndDelete,findOneAndReplace,findOneAndRemove,findAndModify,findAndRemove,updateOne,updateMany,update,replaceOne,deleteOne,deleteMany,remove,count,countDocuments,exists,where,and,or,nor,match,findAndCount,findAsync,findOneAsync,updateAsync,removeAsync,countAsync}';
const QUERY = 'the filter of a query, in which an object in place of a value is an operator';

/** Queries that are objects: a value that may be an object itself brings operators of its own. */
export const NOSQL_SINKS: readonly SinkRule[] = [
  { api: [`mongodb..${FILTERED}`, `mongoose..${FILTERED}`, `mongoist()..${FILTERED}`, `mongojs()..${FILTERED}`, `monk()..${FILTERED}`, `nedb()..${FILTERED}`, `@seald-io/nedb()..${FILTERED}`, `nedb-promises..${FILTERED}`, `@typegoose/typegoose..${FILTERED}`, `marsdb..${FILTERED}`, `minimongo..${FILTERED}`, `camo..${FILTERED}`, `mongorito..${FILTERED}`, `papr..${FILTERED}`, `meteor/mongo..${FILTERED}`], places: ['arg0'], kind: 'nosql-injection', note: QUERY, deep: true },
  { api: ['mongodb..distinct', 'mongoose..distinct'], places: ['arg1'], kind: 'nosql-injection', note: QUERY, deep: true },
  { api: ['mongodb..{aggregate,bulkWrite,watch}', 'mongoose..{aggregate,bulkWrite}', 'monk()..aggregate', '@typegoose/typegoose..aggregate'], places: ['arg0'], kind: 'nosql-injection', note: 'the stages of a query, in which an object in place of a value is an operator', deep: true },
  { api: ['mongoose..{equals,ne,gt,gte,lt,lte,in,nin,all,elemMatch}'], places: ['arg0'], kind: 'nosql-injection', note: QUERY },
  { api: ['mongoose..{findById,findByIdAndUpdate,findByIdAndDelete}'], places: ['arg0'], kind: 'nosql-injection', note: QUERY, warn: true },
  // Code that the database runs: here text put together is the flaw.
  { api: [`mongodb..${FILTERED}`, `mongoose..${FILTERED}`, `monk()..${FILTERED}`, `nedb()..${FILTERED}`, `mongojs()..${FILTERED}`], places: ['arg0.$where'], kind: 'nosql-injection', note: 'code that the database runs for each document', text: true },
  { api: ['mongodb..{$where,mapReduce,group,eval}', 'mongoose..{$where,mapReduce}', 'mongojs()..{eval,mapReduce,group}'], places: ['arg0', 'arg1'], kind: 'code-injection', note: 'code that the database runs' },
  { api: ['mongodb..command', 'mongoose..command', 'mongodb..{runCommand,adminCommand}'], places: ['arg0', 'arg0.$eval', 'arg0.eval'], kind: 'nosql-injection', note: 'a command of the database' },
  { api: ['redis..{eval,EVAL,evalRo,EVAL_RO,scriptLoad,SCRIPT_LOAD}', 'ioredis()..{eval,eval_ro}', 'ioredis.Redis()..{eval,eval_ro}', 'ioredis..eval', '@upstash/redis..{eval,createScript,scriptLoad}', '@redis/client..{eval,EVAL,scriptLoad}', 'handy-redis..eval', 'tedis..eval'], places: ['arg0'], kind: 'code-injection', note: 'a script that Redis runs' },
  { api: ['redis..{sendCommand,send_command}', 'ioredis..{call,sendCommand}'], places: ['arg0', 'arg0.0'], kind: 'nosql-injection', note: 'the name of a command of the database' },
  { api: ['rethinkdb..js', 'rethinkdbdash().js'], places: ['arg0'], kind: 'code-injection', note: 'code that the database runs' },
  // Queries as a whole.
  { api: ['aws-sdk.DynamoDB..{get,put,query,scan,update,delete,batchGet,batchWrite,transactWrite}', '@aws-sdk/{lib-dynamodb,client-dynamodb}.{GetCommand,PutCommand,QueryCommand,ScanCommand,UpdateCommand,DeleteCommand,GetItemCommand,PutItemCommand,UpdateItemCommand,DeleteItemCommand}', '@aws-sdk/{lib-dynamodb,client-dynamodb}..{query,scan}'], places: ['arg0', 'arg0.FilterExpression', 'arg0.KeyConditionExpression', 'arg0.ConditionExpression', 'arg0.UpdateExpression', 'arg0.ProjectionExpression'], kind: 'nosql-injection', note: 'a query of DynamoDB, or an expression of one', text: true },
  { api: ['@elastic/elasticsearch..{search,msearch,count,deleteByQuery,updateByQuery}', '@opensearch-project/opensearch..{search,msearch,count,deleteByQuery,updateByQuery}', 'elasticsearch..{search,count}'], places: ['arg0', 'arg0.body', 'arg0.query', 'arg0.body.query'], kind: 'nosql-injection', note: 'a query of a search engine as a whole', warn: true },
  { api: ['nano()..find', 'pouchdb()..find', 'pouchdb..find', '@cloudant/cloudant()..find', '@ibm-cloud/cloudant..postFind'], places: ['arg0', 'arg0.selector'], kind: 'nosql-injection', note: QUERY, deep: true },
  { api: ['ldapjs..search'], places: ['arg0', 'arg1.filter'], kind: 'nosql-injection', note: 'the filter of a directory search' },
  { api: ['ldapts..search'], places: ['arg0', 'arg1.filter'], kind: 'nosql-injection', note: 'the filter of a directory search' },
  // Names that the others do not have, on receivers that nothing is known of.
  { api: [], method: ['find', 'findOne', 'updateMany', 'update', 'deleteMany', 'remove', 'count', 'findAndModify', 'findOneAndRemove', 'distinct'], on: ['collection'], places: ['arg0'], kind: 'nosql-injection', note: QUERY, deep: true },
  { api: [], method: ['aggregate'], on: ['collection'], places: ['arg0'], kind: 'nosql-injection', note: 'the stages of a query, in which an object in place of a value is an operator', deep: true },
  { api: [], method: ['findOneAndUpdate', 'findOneAndDelete', 'findOneAndReplace', 'countDocuments', 'replaceOne', 'updateOne', 'deleteOne'], places: ['arg0'], kind: 'nosql-injection', note: QUERY, deep: true, when: [{ place: 'arg0.where', absent: true }] },
  { api: [], method: ['find', 'findOne'], places: ['arg0.$where'], kind: 'nosql-injection', note: 'code that the database runs for each document', text: true },
];
