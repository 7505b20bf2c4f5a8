# 报送通值守：装成计划任务，登录一分钟后自动开始；不要管理员权限。
#   powershell -ExecutionPolicy Bypass -File services\windows\install-task.ps1 -Workspace D:\报送
#   卸掉：加 -Remove
param(
    [string]$Workspace,
    [string]$Program,
    [switch]$Remove
)
$ErrorActionPreference = 'Stop'
$name = '报送通值守'

if ($Remove) {
    Stop-ScheduledTask -TaskName $name -ErrorAction SilentlyContinue
    Unregister-ScheduledTask -TaskName $name -Confirm:$false
    Write-Host "已卸掉计划任务“$name”。"
    exit 0
}
if (-not $Workspace) {
    Write-Host '请写明工作目录：-Workspace D:\报送'
    exit 2
}
if (-not $Program) {
    $Program = Join-Path $PSScriptRoot '..\..\.venv\Scripts\baosong.exe'
}
foreach ($path in @($Workspace, $Program)) {
    if (-not (Test-Path -LiteralPath $path)) {
        Write-Host "找不到 $path"
        exit 2
    }
}
$values = @{
    '@WORKSPACE@' = (Resolve-Path -LiteralPath $Workspace).ProviderPath
    '@PROGRAM@'   = (Resolve-Path -LiteralPath $Program).ProviderPath
    '@SCRIPT@'    = (Join-Path $PSScriptRoot 'baosong-watch.cmd')
    '@USER@'      = [System.Security.Principal.WindowsIdentity]::GetCurrent().Name
}
$xml = Get-Content -LiteralPath (Join-Path $PSScriptRoot 'baosong-watch.xml') -Raw -Encoding UTF8
foreach ($key in $values.Keys) {
    $xml = $xml.Replace($key, [System.Security.SecurityElement]::Escape($values[$key]))
}
Register-ScheduledTask -TaskName $name -Xml $xml -Force | Out-Null
Start-ScheduledTask -TaskName $name
Write-Host "已装好计划任务“$name”并开始值守。看是否在值守：baosong -w `"$Workspace`" status"
