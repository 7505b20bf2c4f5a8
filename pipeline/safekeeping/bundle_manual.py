"""说明.txt of a bundle of records: how anybody checks it, in plain Chinese, with ordinary tools."""

from __future__ import annotations

from typing import Final

_WORDS: Final = """\
“{campaign}”留痕包

一、里面有什么
  留痕册.xlsx      报送件、每一格的原文和取值、核对结果、发文登记簿摘录、事件记录，一类一张表
  原件/            各单位交来的文件，一个字节也没有动过；第n版是该单位第 n 次报送
  登记内容/        每件报送件、每个文号登记时的全部内容，一行一格
  回执/ 退回/      给各单位的回执、退回单和标记件
  印发文件/ 汇总/  印发的公文、简报和汇总表
  任务书.xlsx      打包时的任务书
  事件链.jsonl     全部事件，一行一条，前后相链
  校验.sha256      每个文件的 SHA-256 指纹
  清单.json        给程序看的清单

二、怎样核对文件没有被改过（不需要报送通）
  Windows：在解开的文件夹里打开命令提示符，逐个运行
      certutil -hashfile 留痕册.xlsx SHA256
    显示的指纹应与 校验.sha256 里同一文件那一行相同。
    也可以在 PowerShell 里一次核对全部，没有任何输出就是全部相符：
      Get-Content 校验.sha256 -Encoding UTF8 | % {{ $h, $f = $_ -split '  ', 2; if ((Get-FileHash -LiteralPath $f).Hash -ne $h) {{ "不符：$f" }} }}
  Linux、统信、麒麟：在解开的文件夹里运行
      sha256sum -c 校验.sha256

三、怎样核对事件没有被增删、改动
  事件链.jsonl 每一行的 link，是下面这个 JSON 数组（UTF-8 编码，逗号后空一格）的 SHA-256：
      [上一行的 link, at, actor, action, subject, detail, digest]    第一行之前的 link 是空串 ""
  改动、删去、插入任何一条，从那一条起都对不上。装有 Python 的电脑可以运行：
      import json, hashlib
      last = ""
      for line in open("事件链.jsonl", encoding="utf-8"):
          e = json.loads(line)
          told = [last, e["at"], e["actor"], e["action"], e["subject"], e["detail"], e["digest"]]
          last = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
          assert last == e["link"], e["number"]
      print(last)
  最后打印的应是链首（共 {events} 条事件）：
      {head}
  动作是“内容指纹”的事件，detail 就是 登记内容/ 里对应文件的 SHA-256；
  动作是“收到”的事件，digest 就是 原件/ 里对应文件的 SHA-256；
  动作是“印发”的事件，digest 就是 印发文件/ 里对应公文的 SHA-256。

四、链首要另外记下
  光凭这个包，看不出事件的末尾有没有被整段截去、整本台账有没有被重写。请把链首抄在纸上、写进会议纪要
  或发给上级留存；以后在原来的工作目录里运行
      baosong audit verify --head {head}
  就能知道那以前的事件是不是都还在、都没有动过。

五、有报送通的电脑
      baosong audit verify 留痕包.zip     一次核对以上全部
"""


def verification_manual(campaign: str, head: str, events: int) -> bytes:
    """The words for a bundle of *campaign*, with a mark by which old Notepad knows its encoding."""
    words = _WORDS.format(campaign=campaign, head=head, events=events)
    return words.replace("\n", "\r\n").encode("utf-8-sig")
