import type { Language, Words } from './words.js';

const DUTIES: Record<string, Words> = {
  PRINCIPAL: { zh: '主要负责人', en: 'Principal' },
  LEADER_IN_CHARGE: { zh: '分管领导', en: 'Leader in charge' },
  OFFICE_HEAD: { zh: '部门主要负责人', en: 'Head of office' },
  OFFICER: { zh: '干部', en: 'Officer' },
  SYSTEM_ADMINISTRATOR: { zh: '系统管理员', en: 'System administrator' },
  SECURITY_ADMINISTRATOR: { zh: '安全保密管理员', en: 'Security administrator' },
  AUDIT_ADMINISTRATOR: { zh: '安全审计员', en: 'Audit administrator' },
};

export const dutyWord = (duty: string, language: Language): string => DUTIES[duty]?.[language] ?? duty;
