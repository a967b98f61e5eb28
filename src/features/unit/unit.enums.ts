import { registerEnumType } from 'type-graphql';
import { OfficeKind, OrganTier, UnitKind, ZoneKind } from '../../jurisdiction/units.js';

registerEnumType(UnitKind, {
  name: 'UnitKind',
  description: 'What a unit is: organ, office, dispatched group or organ, inspection body, command centre (机构类别).',
  valuesConfig: {
    ORGAN: { description: 'A discipline-inspection and supervision organ (纪检监察机关).' },
    OFFICE: { description: 'An office of an organ (内设机构).' },
    DISPATCHED_GROUP: { description: 'A group stationed at one or more bodies (派驻纪检监察组).' },
    DISPATCHED_ORGAN: { description: 'An organ for an area or a system that is no division of its own (派出机构).' },
    INSPECTION_BODY: { description: 'An inspection group or office (巡视巡察机构).' },
    COMMAND_CENTRE: { description: 'A command centre of joint supervision or joint cases (指挥中心).' },
  },
});
registerEnumType(OrganTier, {
  name: 'OrganTier',
  description: 'Level of an organ in the tree (层级).',
  valuesConfig: {
    NATIONAL: { description: 'The nation (中央).' },
    PROVINCE: { description: 'Province, autonomous region, municipality (省级).' },
    CITY: { description: 'City, prefecture (市级).' },
    COUNTY: { description: 'County, district (县级).' },
    TOWNSHIP: { description: 'Township, town, subdistrict (乡级).' },
  },
});
registerEnumType(OfficeKind, {
  name: 'OfficeKind',
  description: 'What an office does (内设机构职能). 监督执纪工作规则 art. 11.',
  valuesConfig: {
    CASE_SUPERVISION_MANAGEMENT: { description: 'Keeps the register, reconciles, urges (案件监督管理室).' },
    SUPERVISION_INSPECTION: { description: 'Day-to-day supervision of its area (监督检查室).' },
    REVIEW_INVESTIGATION: { description: 'Serious clues and cases (审查调查室).' },
    DISCIPLINE_SUPERVISION: { description: 'Supervision and investigation in one, in a county (纪检监察室).' },
    PETITIONS_REPORTS: { description: 'Takes petitions and reports in (信访室).' },
    CASE_TRIAL: { description: 'Tries cases independently of who investigated (案件审理室).' },
    CADRE_SUPERVISION: { description: 'Supervises the organ’s own cadres (干部监督室).' },
    CONDUCT_SUPERVISION: { description: 'Party conduct and government conduct (党风政风监督室).' },
    ORGANISATION: { description: 'Personnel (组织部).' },
    PARTY_COMMITTEE_OFFICE: { description: 'The Party committee of the organ itself (机关党委).' },
    JOINT_SUPERVISION_CENTRE: { description: 'Command of joint supervision (联动监督指挥中心).' },
    JOINT_CASE_CENTRE: { description: 'Command of joint cases (联合办案指挥中心).' },
    GENERAL_OFFICE: { description: 'General affairs (办公厅、办公室).' },
  },
});

registerEnumType(ZoneKind, {
  name: 'ZoneKind',
  description: 'Kind of a cooperation zone (片组、协作区、联组).',
  valuesConfig: {
    TOWNSHIP_GROUP: { description: 'Townships of one county (片组).' },
    COUNTY_ZONE: { description: 'Counties and groups of one city (协作区).' },
    CROSS_CITY_ZONE: { description: 'Cities and groups of one province (跨市协作区).' },
    JOINT_GROUP: { description: 'Dispatched groups of one field (联组).' },
  },
});
