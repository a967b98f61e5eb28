import type { Invited } from './administrators.js';

const TITLES = {
  SYSTEM_ADMINISTRATOR: { zh: '系统管理员', en: 'system administrator' },
  SECURITY_ADMINISTRATOR: { zh: '安全保密管理员', en: 'security administrator' },
  AUDIT_ADMINISTRATOR: { zh: '安全审计员', en: 'audit administrator' },
};

/** What the operator hands over, and what is still to be done before officers work. */
export function checklist(
  organ: string,
  invited: readonly Invited[],
  { checkpoints }: { checkpoints: string },
): string {
  const who = invited.map(({ duty, name, subject, code, expiresAt }) => {
    const { zh, en } = TITLES[duty as keyof typeof TITLES];
    const bound = subject ? `（仅限账号 ${subject} · for ${subject} only）` : '';
    return `  ${zh} ${name} · ${en}${bound}\n    ${code}    至 until ${expiresAt.toISOString()}`;
  });
  return `
${organ}：三员邀请码，只显示这一次，请当面或密封交付。
Invitations of the three administrators. They are shown this once: hand each over in person or sealed.

${who.join('\n')}

接下来 What comes next
  [ ] npm start
  [ ] 三员各自登录身份平台，以本人令牌接受邀请 Each signs in and accepts with a token of his own:
        curl -X POST <url>/invitations -H 'authorization: Bearer <token>' \\
          -H 'content-type: application/json' -d '{"code":"<code>"}'
  [ ] 审计封条目录复制到数据库管理员接触不到的地方 Copy the seals of the audit trail to where the database's
      administrators do not reach: ${checkpoints}
  [ ] 密钥另行妥善保存：丢失则数据无法核验、备份无法恢复 Keep the keys elsewhere too: nothing stands in for them
  [ ] 系统管理员登记机构、人员并提出任职，安全保密管理员或主要负责人确认 The system administrator registers units and
      persons and proposes posts; the security administrator or the head confirms
  [ ] npm run audit:verify
`;
}
