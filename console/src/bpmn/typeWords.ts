// What elements are called by their types.

/** Of `userTask` or `bpmn:UserTask`. */
export function typeWords(type: string, language: string): string {
  const bare = type.replace(/^\w+:/, "");
  const plain = bare.charAt(0).toLowerCase() + bare.slice(1);
  const chinese = language.startsWith("zh") && Object.hasOwn(ZH, plain) ? ZH[plain] : undefined;
  return chinese ?? plain.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
}

const ZH: Record<string, string> = {
  process: "流程",
  collaboration: "协作",
  participant: "池",
  lane: "泳道",
  laneSet: "泳道组",
  startEvent: "开始事件",
  endEvent: "结束事件",
  boundaryEvent: "边界事件",
  intermediateCatchEvent: "中间捕获事件",
  intermediateThrowEvent: "中间抛出事件",
  exclusiveGateway: "排他网关",
  parallelGateway: "并行网关",
  inclusiveGateway: "包容网关",
  complexGateway: "复杂网关",
  eventBasedGateway: "事件网关",
  task: "任务",
  userTask: "用户任务",
  manualTask: "手工任务",
  serviceTask: "服务任务",
  scriptTask: "脚本任务",
  sendTask: "发送任务",
  receiveTask: "接收任务",
  businessRuleTask: "业务规则任务",
  callActivity: "调用活动",
  subProcess: "子流程",
  adHocSubProcess: "即席子流程",
  transaction: "事务",
  sequenceFlow: "顺序流",
  messageFlow: "消息流",
  association: "关联",
  textAnnotation: "注释",
  group: "分组",
  dataObject: "数据对象",
  dataObjectReference: "数据对象引用",
  dataStoreReference: "数据存储引用",
  property: "属性",
  message: "消息",
  signal: "信号",
  error: "错误",
  escalation: "升级",
  timerEventDefinition: "定时器",
  messageEventDefinition: "消息事件",
  signalEventDefinition: "信号事件",
  errorEventDefinition: "错误事件",
  escalationEventDefinition: "升级事件",
  conditionalEventDefinition: "条件事件",
  compensateEventDefinition: "补偿事件",
  linkEventDefinition: "链接事件",
  terminateEventDefinition: "终止事件",
  cancelEventDefinition: "取消事件",
  definitions: "文件",
};
