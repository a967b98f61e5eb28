import type { Random } from '../random.js';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'.split(
    '',
  );
// Literary syllables in unusual pairs: invented people should not bear an official's name.
const FIRST = '知予砚澄沐汀叙屿溪岚霁昀攸阑洵砺旻遥煦栩珩筠翊笙鹿禾渡朔晞棠弈莞芷漱枕隽'.split('');
const SECOND = '远安秋之舟白川言礼原野微宁澈和尧羽行闻诺序桥林舒越帆朗石临照初青年遇歌弦简辞衡'.split('');

export function inventedName(random: Random): string {
  return random.pick(SURNAMES) + random.pick(FIRST) + random.pick(SECOND);
}

/** Of the people whom one meets under their own name, no two share it. */
export function distinctNames(): (random: Random) => string {
  const given = new Set<string>();
  return (random) => {
    let name = inventedName(random);
    while (given.has(name)) name = inventedName(random);
    given.add(name);
    return name;
  };
}
