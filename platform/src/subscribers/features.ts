/**
 * The monthly figures of a number that the subscriber model reads, with their names in plain Chinese and English. The
 * column names are those of the public "digital Sichuan" subscriber set; an operator maps its own columns to them. Order
 * matters: it is the order of a row's values.
 */
export interface SubscriberFeature {
  readonly column: string;
  readonly zh: string;
  readonly en: string;
}

const LINES = `
opposite_count|通话次数|calls in all
opposite_unique|通话对象数|different parties called
voccalltype1|主叫次数|calls made
imeis|使用过的手机数|handsets used
voc_calltype1|主叫占比|share of calls made
city_name_call|通话涉及城市数|cities of calls
county_name_call|通话涉及区县数|counties of calls
phone2opposite_mean|与每个对象平均通话次数|mean calls per party
phone2opposite_median|与每个对象通话次数中位数|median calls per party
phone2opposite_max|与同一对象最多通话次数|most calls with one party
phone2oppo_sum_mean|与每个对象平均通话总时长|mean talk time per party
phone2oppo_sum_median|与每个对象通话总时长中位数|median talk time per party
phone2oppo_sum_max|与同一对象最长通话总时长|longest talk time with one party
call_dur_mean|平均通话时长|mean call duration
call_dur_median|通话时长中位数|median call duration
call_dur_max|最长通话时长|longest call
call_dur_min|最短通话时长|shortest call
city_name_nunique|出现过的城市数|different cities
county_name_nunique|出现过的区县数|different counties
calltype_id_unique|通话类型数|call types
voc_hour_mode|通话最多的时段|busiest hour of calls
voc_hour_mode_count|最忙时段通话次数|calls in the busiest hour
voc_hour_nunique|有通话的时段数|hours with calls
voc_day_mode|通话最多的日期|busiest day of calls
voc_day_mode_count|最忙一天通话次数|calls on the busiest day
voc_day_nunique|有通话的天数|days with calls
sms_count|短信条数|messages
sms_nunique|短信对象数|different parties of messages
sms_rate|平均每个对象短信条数|messages per party
calltype_2|接收短信条数|messages received
calltype_rate|接收短信占比|share of messages received
hour_mode|短信最多的时段|busiest hour of messages
hour_mode_count|最忙时段短信条数|messages in the busiest hour
hour_nunique|有短信的时段数|hours with messages
day_mode|短信最多的日期|busiest day of messages
day_mode_count|最忙一天短信条数|messages on the busiest day
day_nunique|有短信的天数|days with messages
busi_count|使用过的应用数|apps used
flow_mean|每个应用平均流量|mean data per app
flow_median|应用流量中位数|median data per app
flow_min|最少应用流量|least data of an app
flow_max|最多应用流量|most data of an app
flow_var|应用流量方差|variance of data per app
flow_sum|总流量|data in all
month_ids|有上网记录的月数|months with data
flow_month|月均流量|data per month
arpu_mean|月均消费|mean monthly charge
arpu_var|月消费方差|variance of monthly charge
arpu_max|最高月消费|highest monthly charge
arpu_min|最低月消费|lowest monthly charge
arpu_median|月消费中位数|median monthly charge
arpu_sum|消费总额|charges in all
arpu_skew|月消费偏度|skew of monthly charge
arpu_sem|月消费标准误|standard error of monthly charge
arpu_quantile|月消费分位数|quantile of monthly charge`;

export const SUBSCRIBER_FEATURES: readonly SubscriberFeature[] = LINES.trim()
  .split("\n")
  .map((line) => {
    const [column = "", zh = "", en = ""] = line.split("|");
    return { column, zh, en };
  });
