// A city small enough to read: two districts, one street with an office of its own, eight units.
#pragma once

#include "hotline/city/load.hpp"

namespace hotline::city::test {

inline CityFiles small_city() {
  CityFiles files;
  files["city.toml"] =
      "code = \"330100\"\n"
      "name = \"杭州市\"\n"
      "zone = \"Asia/Shanghai\"\n"
      "zone_offset_minutes = 480\n"
      "fallback_unit = \"HOTLINE\"\n"
      "languages = [\"zh\", \"wuu\", \"en\"]\n"
      "\n"
      "[dispatch]\n"
      "auto_confidence = 0.9\n"
      "\n"
      "[notify]\n"
      "quiet_hours = [\"21:00-08:00\"]\n";
  files["divisions.csv"] =
      "code,name,level,parent,valid_from,valid_to\n"
      "330100,杭州市,city,,,\n"
      "330106,西湖区,district,330100,,\n"
      "330105,拱墅区,district,330100,2021-04-09,\n"
      "330103,下城区,district,330100,,2021-04-08\n"
      "330106005,翠苑街道,street,330106,,\n"
      "330105016,朝晖街道,street,330105,,\n";
  files["places.csv"] =
      "name,kind,division,aliases\n"
      "文三路,road,330106,\n"
      "翠苑一区,estate,330106005,翠一|翠苑1区\n";
  files["units.csv"] =
      "code,name,level,parent,kind,division,hours,phone,aliases\n"
      "HOTLINE,热线中心,city,,hotline,,round_the_clock,12345,\n"
      "WATER,水务集团,city,,utility,,round_the_clock,,自来水\n"
      "ENV,生态环境局,city,,bureau,,office,,环保局\n"
      "XH,西湖区政府,district,,government,330106,office,,\n"
      "XH-CG,西湖城管,district,XH,bureau,330106,office,,\n"
      "XH-CY,翠苑街道办,street,XH,street_office,330106005,office,,\n"
      "GS,拱墅区政府,district,,government,330105,office,,\n"
      "POLICE,110 报警服务台,city,,emergency,,round_the_clock,110,\n";
  files["matters.csv"] =
      "row,code,level1_code,level1,level2_code,level2,level3,remark\n"
      "0402.040201,040201,04,环境,0402,污染防治,噪声污染,\n"
      "0904.090403,090403,09,民政社区,0904,其他生活服务,水电气暖,\n"
      "0904.090499,090499,09,民政社区,0904,其他生活服务,其他生活服务,\n"
      "0905.090499,090499,09,民政社区,0905,其他民族宗教,,\n";
  files["crosswalk.csv"] =
      "catalogue,path1,path2,path3,matter_row,how\n"
      "other,环保,噪声,,0402.040201,exact\n"
      "other,党务,其他,,,none\n";
  files["duties.csv"] =
      "matter,division,unit,role,words,basis\n"
      "04,,ENV,lead,,环境主管\n"
      "040201,,@district,lead,半夜施工|工地,施工噪声属地\n"
      "040201,,ENV,lead,工厂|厂区,工业噪声\n"
      "040201,,ENV,assist,,监测\n"
      "040201,330106,XH-CG,lead,,区城管\n"
      "09,,@street,lead,,属地\n"
      "0904.090403,,WATER,lead,,供水\n";
  files["direct.csv"] =
      "matter,division,unit,copy_to,note\n"
      "09,,@street,@district,直派街道\n"
      "0904.090403,,WATER,,直派水务\n";
  files["disputed.csv"] =
      "phrase,matter,unit,assist,ruling,date\n"
      "公园里唱歌,040201,XH-CG,ENV|@street,由区城管主办,2025-04-18\n";
  files["channels.csv"] =
      "code,name,mode,kind\n"
      "phone,电话,person_first,phone\n"
      "wechat,微信,machine_first,wechat\n";
  files["desks.csv"] =
      "code,name,channels,matters,hours\n"
      "all,综合专席,phone|wechat,,round_the_clock\n";
  files["calendars.toml"] =
      "[years]\n"
      "provisional = [2027]\n"
      "\n"
      "[timetables.office]\n"
      "name = \"机关\"\n"
      "days = \"mon-fri\"\n"
      "hours = [\"08:30-12:00\", \"13:30-17:30\"]\n"
      "\n"
      "[timetables.round_the_clock]\n"
      "name = \"全天候\"\n"
      "days = \"mon-sun\"\n"
      "hours = [\"00:00-24:00\"]\n";
  files["calendars/2026.csv"] =
      "date,kind,name\n"
      "2026-02-14,workday,春节\n"
      "2026-02-17,holiday,春节\n";
  files["calendars/2027.csv"] = "date,kind,name\n";
  files["limits.csv"] =
      "kind,urgency,matter,clock,amount,unit,pausable,note\n"
      "*,*,,sign,120,working_minutes,false,\n"
      "*,*,,first_contact,1,working_days,false,\n"
      "*,*,,return,1,working_days,false,\n"
      "*,*,,resolve,5,working_days,true,\n"
      "complaint,*,,resolve,10,working_days,true,\n"
      "*,urgent,,resolve,24,hours,false,\n"
      "*,*,0904,resolve,3,working_days,true,\n"
      "*,*,0904.090403,resolve,24,hours,true,\n"
      "*,*,,review,1,working_days,false,\n"
      "*,*,,callback,2,hours,false,\n"
      "*,*,,extension,5,working_days,false,\n";
  files["return_reasons.csv"] =
      "code,name,needs_evidence,needs_target\n"
      "not_duty,非本单位职责,true,true\n";
  files["refusals.csv"] =
      "code,name,lawful_channel,text,words\n"
      "court,诉讼,人民法院,请向人民法院提出,已经起诉\n";
  files["handover.csv"] =
      "line,name,ack_minutes,words\n"
      "110,公安,3,持刀|抢劫\n";
  files["risk_words.csv"] =
      "level,word,category,context\n"
      "red,跳楼,自伤,排除房价跳楼\n";
  files["announcements.csv"] =
      "id,kind,division,place,from,to,text,words\n"
      "A1,water,330106005,翠苑一区,2026-03-01T08:00:00+08:00,2026-03-01T18:00:00+08:00,计划停水,停水|没水\n";
  files["kind_words.csv"] =
      "kind,words\n"
      "consult,请问|咨询\n";
  files["synonyms.csv"] =
      "words,note\n"
      "医保|基本医疗保险,\n"
      "驾照|驾驶证,\n";
  files["rules.toml"] =
      "[[rule]]\n"
      "name = \"低\"\n"
      "priority = 1\n"
      "[rule.when]\n"
      "any = [\"井盖\"]\n"
      "[rule.then]\n"
      "unit = \"@street\"\n"
      "\n"
      "[[rule]]\n"
      "name = \"高\"\n"
      "priority = 9\n"
      "[rule.when]\n"
      "any = [\"ＡＢ救命\"]\n"
      "kind = [\"help\"]\n"
      "[rule.then]\n"
      "urgency = \"critical\"\n"
      "handover = \"110\"\n"
      "flag = [\"person\"]\n";
  files["templates.toml"] =
      "[receipt]\n"
      "zh = \"工单{number}\"\n"
      "en = \"Ticket {number}\"\n"
      "[knowledge_gap_filled]\n"
      "zh = \"“{question}”已有答案：{title}\"\n"
      "en = \"{question}: {title}\"\n"
      "[knowledge_task]\n"
      "zh = \"请核实知识条目{entry}：{kind}，{words}\"\n"
      "en = \"Entry {entry}: {kind}, {words}\"\n";
  return files;
}

}  // namespace hotline::city::test
