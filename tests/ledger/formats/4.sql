BEGIN TRANSACTION;
CREATE TABLE answers (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	part TEXT NOT NULL, 
	list_row INTEGER, 
	field_code TEXT NOT NULL, 
	workbook TEXT, 
	sheet TEXT NOT NULL, 
	cell TEXT NOT NULL, 
	given TEXT NOT NULL, 
	typed TEXT NOT NULL, 
	value_type TEXT, 
	value TEXT, 
	changes TEXT NOT NULL, 
	fault TEXT NOT NULL, 
	explanation TEXT NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "answers" VALUES(1,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(1,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-13','date','2026-09-13','[]','','');
INSERT INTO "answers" VALUES(1,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(1,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(1,4,'single',NULL,'B01',NULL,'基本情况','C12','值','24','number','24','[]','','');
INSERT INTO "answers" VALUES(1,5,'single',NULL,'B02',NULL,'基本情况','C13','值','212','number','212','[]','','');
INSERT INTO "answers" VALUES(1,6,'single',NULL,'B03',NULL,'基本情况','C14','值','281','number','281','[]','','');
INSERT INTO "answers" VALUES(1,7,'single',NULL,'C00',NULL,'基本情况','C16','值','30','number','30','[]','','');
INSERT INTO "answers" VALUES(1,8,'single',NULL,'C11',NULL,'基本情况','C17','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,9,'single',NULL,'C21',NULL,'基本情况','C18','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(1,10,'single',NULL,'C31',NULL,'基本情况','C19','值','8','number','8','[]','','');
INSERT INTO "answers" VALUES(1,11,'single',NULL,'C41',NULL,'基本情况','C20','值','7','number','7','[]','','');
INSERT INTO "answers" VALUES(1,12,'single',NULL,'C01',NULL,'基本情况','C21','值','21','number','21','[]','','');
INSERT INTO "answers" VALUES(1,13,'single',NULL,'C12',NULL,'基本情况','C22','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,14,'single',NULL,'C22',NULL,'基本情况','C23','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,15,'single',NULL,'C32',NULL,'基本情况','C24','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,16,'single',NULL,'C42',NULL,'基本情况','C25','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,17,'single',NULL,'C02',NULL,'基本情况','C26','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,18,'single',NULL,'C13',NULL,'基本情况','C27','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,19,'single',NULL,'C23',NULL,'基本情况','C28','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(1,20,'single',NULL,'C33',NULL,'基本情况','C29','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(1,21,'single',NULL,'C43',NULL,'基本情况','C30','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(1,22,'single',NULL,'C03',NULL,'基本情况','C31','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(1,23,'single',NULL,'D01',NULL,'基本情况','C33','值','6','number','6','[]','','');
INSERT INTO "answers" VALUES(1,24,'single',NULL,'D02',NULL,'基本情况','C34','值','466','number','466','[]','','');
INSERT INTO "answers" VALUES(1,25,'single',NULL,'D03',NULL,'基本情况','C35','值','26','number','26','[]','','');
INSERT INTO "answers" VALUES(1,26,'single',NULL,'D04',NULL,'基本情况','C36','值','15','number','15','[]','','');
INSERT INTO "answers" VALUES(1,27,'single',NULL,'D05',NULL,'基本情况','C37','值','1700','number','1700','[]','','');
INSERT INTO "answers" VALUES(1,28,'single',NULL,'E01',NULL,'基本情况','C39','值','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','text','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','[]','','');
INSERT INTO "answers" VALUES(1,29,'single',NULL,'E02',NULL,'基本情况','C40','值','开设文明创建专栏，每月推送两期，扩大社会宣传。','text','开设文明创建专栏，每月推送两期，扩大社会宣传。','[]','','');
INSERT INTO "answers" VALUES(1,30,'single',NULL,'E03',NULL,'基本情况','C41','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(1,31,'single',NULL,'F01',NULL,'基本情况','C43','值','办公室','text','办公室','[]','','');
INSERT INTO "answers" VALUES(1,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(1,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3806668','text','0000-3806668','[]','','');
INSERT INTO "answers" VALUES(1,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(1,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(1,36,'row',0,'L01',NULL,'创建单位名单','B5','值','东河图书馆','text','东河图书馆','[]','','');
INSERT INTO "answers" VALUES(1,37,'row',0,'L02',NULL,'创建单位名单','C5','值','全国','text','全国','[]','','');
INSERT INTO "answers" VALUES(1,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-08-28','date','2026-08-28','[]','','');
INSERT INTO "answers" VALUES(1,39,'row',0,'L04',NULL,'创建单位名单','E5','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(1,40,'row',1,'L01',NULL,'创建单位名单','B6','值','东河供水公司','text','东河供水公司','[]','','');
INSERT INTO "answers" VALUES(1,41,'row',1,'L02',NULL,'创建单位名单','C6','值','省级','text','省级','[]','','');
INSERT INTO "answers" VALUES(1,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-06-16','date','2026-06-16','[]','','');
INSERT INTO "answers" VALUES(1,43,'row',1,'L04',NULL,'创建单位名单','E6','值','正在自查整改','text','正在自查整改','[]','','');
INSERT INTO "answers" VALUES(2,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(2,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-19','date','2026-09-19','[]','','');
INSERT INTO "answers" VALUES(2,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(2,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(2,4,'single',NULL,'B01',NULL,'基本情况','C12','值','37','number','37','[]','','');
INSERT INTO "answers" VALUES(2,5,'single',NULL,'B02',NULL,'基本情况','C13','值','200','number','200','[]','','');
INSERT INTO "answers" VALUES(2,6,'single',NULL,'B03',NULL,'基本情况','C14','值','231','number','231','[]','','');
INSERT INTO "answers" VALUES(2,7,'single',NULL,'C00',NULL,'基本情况','C16','未读出','很多',NULL,NULL,'[]','not-a-whole-number','');
INSERT INTO "answers" VALUES(2,8,'single',NULL,'C11',NULL,'基本情况','C17','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,9,'single',NULL,'C21',NULL,'基本情况','C18','值','6','number','6','[]','','');
INSERT INTO "answers" VALUES(2,10,'single',NULL,'C31',NULL,'基本情况','C19','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,11,'single',NULL,'C41',NULL,'基本情况','C20','值','15','number','15','[]','','');
INSERT INTO "answers" VALUES(2,12,'single',NULL,'C01',NULL,'基本情况','C21','值','21','number','21','[]','','');
INSERT INTO "answers" VALUES(2,13,'single',NULL,'C12',NULL,'基本情况','C22','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,14,'single',NULL,'C22',NULL,'基本情况','C23','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,15,'single',NULL,'C32',NULL,'基本情况','C24','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,16,'single',NULL,'C42',NULL,'基本情况','C25','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,17,'single',NULL,'C02',NULL,'基本情况','C26','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,18,'single',NULL,'C13',NULL,'基本情况','C27','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,19,'single',NULL,'C23',NULL,'基本情况','C28','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,20,'single',NULL,'C33',NULL,'基本情况','C29','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(2,21,'single',NULL,'C43',NULL,'基本情况','C30','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(2,22,'single',NULL,'C03',NULL,'基本情况','C31','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(2,23,'single',NULL,'D01',NULL,'基本情况','C33','值','21','number','21','[]','','');
INSERT INTO "answers" VALUES(2,24,'single',NULL,'D02',NULL,'基本情况','C34','值','1861','number','1861','[]','','');
INSERT INTO "answers" VALUES(2,25,'single',NULL,'D03',NULL,'基本情况','C35','值','28','number','28','[]','','');
INSERT INTO "answers" VALUES(2,26,'single',NULL,'D04',NULL,'基本情况','C36','值','17','number','17','[]','','');
INSERT INTO "answers" VALUES(2,27,'single',NULL,'D05',NULL,'基本情况','C37','值','14100','number','14100','[]','','');
INSERT INTO "answers" VALUES(2,28,'single',NULL,'E01',NULL,'基本情况','C39','值','机关与驻地社区共建活动次数偏少，示范带动作用发挥不充分。','text','机关与驻地社区共建活动次数偏少，示范带动作用发挥不充分。','[]','','');
INSERT INTO "answers" VALUES(2,29,'single',NULL,'E02',NULL,'基本情况','C40','值','完善考核奖惩办法，把创建任务纳入年度目标责任制考核。','text','完善考核奖惩办法，把创建任务纳入年度目标责任制考核。','[]','','');
INSERT INTO "answers" VALUES(2,30,'single',NULL,'E03',NULL,'基本情况','C41','值','组建机关志愿服务队，定期到社区开展政策宣讲和环境整治。','text','组建机关志愿服务队，定期到社区开展政策宣讲和环境整治。','[]','','');
INSERT INTO "answers" VALUES(2,31,'single',NULL,'F01',NULL,'基本情况','C43','值','办公室','text','办公室','[]','','');
INSERT INTO "answers" VALUES(2,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(2,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3950127','text','0000-3950127','[]','','');
INSERT INTO "answers" VALUES(2,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(2,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(2,36,'row',0,'L01',NULL,'创建单位名单','B5','值','双溪客运总站','text','双溪客运总站','[]','','');
INSERT INTO "answers" VALUES(2,37,'row',0,'L02',NULL,'创建单位名单','C5','值','县级','text','县级','[]','','');
INSERT INTO "answers" VALUES(2,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-06-20','date','2026-06-20','[]','','');
INSERT INTO "answers" VALUES(2,39,'row',0,'L04',NULL,'创建单位名单','E5','值','方案已印发','text','方案已印发','[]','','');
INSERT INTO "answers" VALUES(3,0,'single',NULL,'A01',NULL,'基本情况','C7','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(3,1,'single',NULL,'A02',NULL,'基本情况','C8','值','2026-09-13','date','2026-09-13','[]','','');
INSERT INTO "answers" VALUES(3,2,'single',NULL,'A03',NULL,'基本情况','C9','值','是','text','是','[]','','');
INSERT INTO "answers" VALUES(3,3,'single',NULL,'A04',NULL,'基本情况','C10','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(3,4,'single',NULL,'B01',NULL,'基本情况','C12','值','24','number','24','[]','','');
INSERT INTO "answers" VALUES(3,5,'single',NULL,'B02',NULL,'基本情况','C13','值','212','number','212','[]','','');
INSERT INTO "answers" VALUES(3,6,'single',NULL,'B03',NULL,'基本情况','C14','值','281','number','281','[]','','');
INSERT INTO "answers" VALUES(3,7,'single',NULL,'C00',NULL,'基本情况','C16','值','30','number','30','[]','','');
INSERT INTO "answers" VALUES(3,8,'single',NULL,'C11',NULL,'基本情况','C17','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(3,9,'single',NULL,'C21',NULL,'基本情况','C18','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(3,10,'single',NULL,'C31',NULL,'基本情况','C19','值','8','number','8','[]','','');
INSERT INTO "answers" VALUES(3,11,'single',NULL,'C41',NULL,'基本情况','C20','值','7','number','7','[]','','');
INSERT INTO "answers" VALUES(3,12,'single',NULL,'C01',NULL,'基本情况','C21','值','21','number','21','[]','','');
INSERT INTO "answers" VALUES(3,13,'single',NULL,'C12',NULL,'基本情况','C22','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,14,'single',NULL,'C22',NULL,'基本情况','C23','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,15,'single',NULL,'C32',NULL,'基本情况','C24','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,16,'single',NULL,'C42',NULL,'基本情况','C25','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,17,'single',NULL,'C02',NULL,'基本情况','C26','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(3,18,'single',NULL,'C13',NULL,'基本情况','C27','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,19,'single',NULL,'C23',NULL,'基本情况','C28','值','0','number','0','[]','','');
INSERT INTO "answers" VALUES(3,20,'single',NULL,'C33',NULL,'基本情况','C29','值','2','number','2','[]','','');
INSERT INTO "answers" VALUES(3,21,'single',NULL,'C43',NULL,'基本情况','C30','值','1','number','1','[]','','');
INSERT INTO "answers" VALUES(3,22,'single',NULL,'C03',NULL,'基本情况','C31','值','4','number','4','[]','','');
INSERT INTO "answers" VALUES(3,23,'single',NULL,'D01',NULL,'基本情况','C33','值','6','number','6','[]','','');
INSERT INTO "answers" VALUES(3,24,'single',NULL,'D02',NULL,'基本情况','C34','值','466','number','466','[]','','');
INSERT INTO "answers" VALUES(3,25,'single',NULL,'D03',NULL,'基本情况','C35','值','26','number','26','[]','','');
INSERT INTO "answers" VALUES(3,26,'single',NULL,'D04',NULL,'基本情况','C36','值','15','number','15','[]','','');
INSERT INTO "answers" VALUES(3,27,'single',NULL,'D05',NULL,'基本情况','C37','值','1700','number','1700','[]','','');
INSERT INTO "answers" VALUES(3,28,'single',NULL,'E01',NULL,'基本情况','C39','值','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','text','基层站所创建力量薄弱，兼职人员多，工作连续性不强。','[]','','');
INSERT INTO "answers" VALUES(3,29,'single',NULL,'E02',NULL,'基本情况','C40','值','开设文明创建专栏，每月推送两期，扩大社会宣传。','text','开设文明创建专栏，每月推送两期，扩大社会宣传。','[]','','');
INSERT INTO "answers" VALUES(3,30,'single',NULL,'E03',NULL,'基本情况','C41','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(3,31,'single',NULL,'F01',NULL,'基本情况','C43','值','综合科','text','综合科','[]','','');
INSERT INTO "answers" VALUES(3,32,'single',NULL,'F02',NULL,'基本情况','C44','值','分管负责人','text','分管负责人','[]','','');
INSERT INTO "answers" VALUES(3,33,'single',NULL,'F03',NULL,'基本情况','C45','值','0000-3806668','text','0000-3806668','[]','','');
INSERT INTO "answers" VALUES(3,34,'single',NULL,'F04',NULL,'基本情况','C46','值','2026-10-09','date','2026-10-09','[]','','');
INSERT INTO "answers" VALUES(3,35,'zero',NULL,'零报告',NULL,'基本情况','C5','空','',NULL,NULL,'[]','','');
INSERT INTO "answers" VALUES(3,36,'row',0,'L01',NULL,'创建单位名单','B5','值','东河图书馆','text','东河图书馆','[]','','');
INSERT INTO "answers" VALUES(3,37,'row',0,'L02',NULL,'创建单位名单','C5','值','全国','text','全国','[]','','');
INSERT INTO "answers" VALUES(3,38,'row',0,'L03',NULL,'创建单位名单','D5','值','2026-08-28','date','2026-08-28','[]','','');
INSERT INTO "answers" VALUES(3,39,'row',0,'L04',NULL,'创建单位名单','E5','值','已完成中期评估','text','已完成中期评估','[]','','');
INSERT INTO "answers" VALUES(3,40,'row',1,'L01',NULL,'创建单位名单','B6','值','东河供水公司','text','东河供水公司','[]','','');
INSERT INTO "answers" VALUES(3,41,'row',1,'L02',NULL,'创建单位名单','C6','值','省级','text','省级','[]','','');
INSERT INTO "answers" VALUES(3,42,'row',1,'L03',NULL,'创建单位名单','D6','值','2026-06-16','date','2026-06-16','[]','','');
INSERT INTO "answers" VALUES(3,43,'row',1,'L04',NULL,'创建单位名单','E6','值','正在自查整改','text','正在自查整改','[]','','');
CREATE TABLE arrivals (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	name TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	origin TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	step TEXT NOT NULL, 
	starts INTEGER NOT NULL, 
	bundle INTEGER, 
	submission INTEGER, 
	fate TEXT, 
	unit TEXT NOT NULL, 
	campaign TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	FOREIGN KEY(bundle) REFERENCES arrivals (number), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
);
INSERT INTO "arrivals" VALUES(1,'东河区.xlsx','06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','inbox','2026-10-09T09:00:00+08:00','cleared',1,NULL,1,'accepted','','文明单位创建','');
INSERT INTO "arrivals" VALUES(2,'双溪县.xlsx','af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','inbox','2026-10-09T09:00:00+08:00','cleared',1,NULL,2,'returned','','文明单位创建','');
INSERT INTO "arrivals" VALUES(3,'东河区.xlsx','4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','inbox','2026-10-10T09:00:00+08:00','cleared',1,NULL,3,'accepted','','文明单位创建','');
CREATE TABLE decisions (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	kind TEXT NOT NULL, 
	campaign TEXT NOT NULL, 
	period TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	submission INTEGER, 
	value TEXT NOT NULL, 
	until TEXT, 
	reason TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	at TEXT NOT NULL, 
	revokes INTEGER, 
	FOREIGN KEY(submission) REFERENCES submissions (number), 
	FOREIGN KEY(revokes) REFERENCES decisions (number)
);
INSERT INTO "decisions" VALUES(1,'延期','文明单位创建','一次性','Ubce45a',NULL,'','2026-10-20T18:00:00+08:00','单位来函','经办人','2026-10-13T09:00:00+08:00',NULL);
CREATE TABLE events (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	at TEXT NOT NULL, 
	actor TEXT NOT NULL, 
	action TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	link TEXT NOT NULL
);
INSERT INTO "events" VALUES(1,'2026-10-09T09:00:00+08:00','经办人','收到','文明单位创建／东河区','东河区.xlsx','06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','9e3338bebf9142b4bfd576fe4ca780702999ce97df207bdb30e67ad58963eab0');
INSERT INTO "events" VALUES(2,'2026-10-09T09:00:00+08:00','经办人','内容指纹','报送件1','13559794ebbc95cef8f7b30ca543379834120618e23e249ce13f8e49461dea33','06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','acf7e28737b01bda4307a177e5f9bb6219a88ee4af3b17341543cee7a4ba434a');
INSERT INTO "events" VALUES(3,'2026-10-09T09:00:00+08:00','经办人','发回执','文明单位创建／东河区','第1版','06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','e3be2f82f276a597aaa21eb9ebbc8171dd29ba6d0c40022133a32c5ad1e48085');
INSERT INTO "events" VALUES(4,'2026-10-09T09:00:00+08:00','经办人','清收件箱','东河区.xlsx','','06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','7e7672dd73a29d9f68a541c925e754aa8a43fa70242b964991575f835418bef1');
INSERT INTO "events" VALUES(5,'2026-10-09T09:00:00+08:00','经办人','收到有误','文明单位创建／双溪县','双溪县.xlsx','af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','2d2950466ddf7f1979d8af58d6f4a5bf033dacbddb0a8b90beb983b234c3d874');
INSERT INTO "events" VALUES(6,'2026-10-09T09:00:00+08:00','经办人','内容指纹','报送件2','c76e3ddd52d4da0f1e7ced7d25a4f3daaafb5b9ba0dcf327d8b6db9160a0aa56','af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','5968d6ac97c201c6281adea7b61fc14e420c10f8e4aa1e1f35d250e05e4db7e4');
INSERT INTO "events" VALUES(7,'2026-10-09T09:00:00+08:00','经办人','发退回单','文明单位创建／双溪县','第1版','af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','7fe010f6aa88c368ba6678c1b55895f46c7176183533907381bec9534f46da41');
INSERT INTO "events" VALUES(8,'2026-10-09T09:00:00+08:00','经办人','清收件箱','双溪县.xlsx','','af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','9073ea0fc7862008faf417993aa01e16e6adcfcb329c84c90a9b8d08fd8cddae');
INSERT INTO "events" VALUES(9,'2026-10-10T09:00:00+08:00','经办人','收到','文明单位创建／东河区','东河区.xlsx','4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','b3e2b4a516318601e4f91778b2431d8d8c06346fd619372a49dde4218e45deb2');
INSERT INTO "events" VALUES(10,'2026-10-10T09:00:00+08:00','经办人','内容指纹','报送件3','d4e0418136390347638affcb7008668da87b29afc8ae1998a1dc18b399ac7550','4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','53f65c194dbbf8daaa355b9421971e9a176832c21642fb88cf26cd00d651669e');
INSERT INTO "events" VALUES(11,'2026-10-10T09:00:00+08:00','经办人','发回执','文明单位创建／东河区','第2版','4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','f6486d62ff7ee1f46ecf6880d808765f87513cd526baa9e0fc2567834b6a05d0');
INSERT INTO "events" VALUES(12,'2026-10-10T09:00:00+08:00','经办人','清收件箱','东河区.xlsx','','4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','6de10b7af63f6893498579b0f269d41ec9aa06a0648d2482742be7ec960badcb');
INSERT INTO "events" VALUES(13,'2026-10-13T09:00:00+08:00','经办人','内容指纹','溯源1','afb5e2acfee93e2f0c0e0fd1af02170dd7330605694a9ae9d866becbb2584436','f16610fc92efa897041afebcb3ed9e6e69b4d0853f10f220740e19b60db51364','3ab68e519c33267f3134dd6f00e98b5c76b43376881df08895fcefe806158bd7');
INSERT INTO "events" VALUES(14,'2026-10-13T09:00:00+08:00','经办人','印发','第1期（总第1期）','outbox/文明单位创建/简报/第1期（总第1期） 文明单位创建工作简报.docx','f16610fc92efa897041afebcb3ed9e6e69b4d0853f10f220740e19b60db51364','6ad9cd05e6c2a73f1d8574947829f3e3685222f366f6e8586f5dceb97916e38b');
INSERT INTO "events" VALUES(15,'2026-10-13T09:00:00+08:00','经办人','内容指纹','文号文明单位创建工作简报〔2026〕1','d0dbd6a7dbc564e3c39de4a157984bfd9e414c8590fc88f7a46e97a09e1cbc12','f16610fc92efa897041afebcb3ed9e6e69b4d0853f10f220740e19b60db51364','4cc79a04901264f7179f0e6410ef0beb3584b323d59e51d8ce06a1f8742f8127');
INSERT INTO "events" VALUES(16,'2026-10-13T09:00:00+08:00','经办人','内容指纹','溯源2','1a2f117534c51746b90f4703ee403892ee8716d03a7acd64c43574f76ffbfd19','79b63ac4c308b01089d63e16c1d0d666dce739592a266b3fdb0a73579835c875','f30bb9503d49808edf55ee7dde48aad89ea0a303b77be986ef8dd0b0cfd192d2');
INSERT INTO "events" VALUES(17,'2026-10-13T09:00:00+08:00','经办人','印发','云文明办函〔2026〕1号','outbox/文明单位创建/通知/云文明办函〔2026〕1号 关于催报文明单位创建工作贯彻落实情况的通知.docx','79b63ac4c308b01089d63e16c1d0d666dce739592a266b3fdb0a73579835c875','b195df9778023cedebb531eec0d227e7cf62ed86a24c3594d2ac6aaac3b52239');
INSERT INTO "events" VALUES(18,'2026-10-13T09:00:00+08:00','经办人','催报','文明单位创建／西河区','云文明办函〔2026〕1号','','476c76060f867253eb0b904dd51f6c4e6d7cab7b03c3de3bab11886cc76a53be');
INSERT INTO "events" VALUES(19,'2026-10-13T09:00:00+08:00','经办人','内容指纹','文号云文明办函〔2026〕1','6128c6789a9d7ee0e48885218af3ca6d55c8c6438812407c8002b5b6b920c019','79b63ac4c308b01089d63e16c1d0d666dce739592a266b3fdb0a73579835c875','e092d2400565e86398ef4019065b7e3952d1e555b71b9ec627f252f5a64a417b');
INSERT INTO "events" VALUES(20,'2026-10-13T09:00:00+08:00','经办人','延期','文明单位创建／西河区','至 2026-10-20 18:00：单位来函','','6eba83eade02005278b445fffe59eebb1ed462a2d58731495c09af015cb480c3');
INSERT INTO "events" VALUES(21,'2026-10-13T09:00:00+08:00','经办人','内容指纹','处置1','64a5e19e6c71e75f2e8588828aa8ba131bec2a45695dbfb1681999f36b932933','','07b94d8e1dc28cad631505c72ffc6018edd2454ff29a0b4317ff5339e7193042');
CREATE TABLE findings (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	workbook TEXT NOT NULL, 
	sheet TEXT NOT NULL, 
	cell TEXT NOT NULL, 
	label TEXT NOT NULL, 
	rule TEXT NOT NULL, 
	level TEXT NOT NULL, 
	found TEXT NOT NULL, 
	wanted TEXT NOT NULL, 
	explained TEXT NOT NULL, 
	field_code TEXT NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "findings" VALUES(2,0,'双溪县.xlsx','基本情况','C16','所属单位总数','not-a-whole-number','错误','很多','','','C00');
CREATE TABLE list_rows (
	submission INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	sheet TEXT NOT NULL, 
	"row" INTEGER NOT NULL, 
	PRIMARY KEY (submission, position), 
	FOREIGN KEY(submission) REFERENCES submissions (number)
)
 WITHOUT ROWID

;
INSERT INTO "list_rows" VALUES(1,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(1,1,'创建单位名单',6);
INSERT INTO "list_rows" VALUES(2,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(3,0,'创建单位名单',5);
INSERT INTO "list_rows" VALUES(3,1,'创建单位名单',6);
CREATE TABLE numbers (
	organ_code TEXT NOT NULL, 
	year INTEGER NOT NULL, 
	serial INTEGER NOT NULL, 
	total INTEGER NOT NULL, 
	first_number INTEGER NOT NULL, 
	status TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	title TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	digest TEXT NOT NULL, 
	path TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	at TEXT NOT NULL, 
	told TEXT DEFAULT '[]' NOT NULL, 
	PRIMARY KEY (organ_code, year, serial)
);
INSERT INTO "numbers" VALUES('文明单位创建工作简报',2026,1,1,1,'confirmed','简报','全市文明单位创建工作贯彻落实情况','','f16610fc92efa897041afebcb3ed9e6e69b4d0853f10f220740e19b60db51364','outbox/文明单位创建/简报/第1期（总第1期） 文明单位创建工作简报.docx','42fd6b46aaa0d99a2032b746238a11c5e11c7889ff70339571bdca5039d358d9','2026-10-13T09:00:00+08:00','[]');
INSERT INTO "numbers" VALUES('云文明办函',2026,1,0,1,'confirmed','催报','关于催报文明单位创建工作贯彻落实情况的通知','','79b63ac4c308b01089d63e16c1d0d666dce739592a266b3fdb0a73579835c875','outbox/文明单位创建/通知/云文明办函〔2026〕1号 关于催报文明单位创建工作贯彻落实情况的通知.docx','d447da6c64d68f4516ae4dc9932f7efb71c859ca850c1b50b79516cbe2f14db2','2026-10-13T09:00:00+08:00','[["催报", "文明单位创建／西河区"]]');
CREATE TABLE submissions (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	campaign TEXT NOT NULL, 
	period TEXT NOT NULL, 
	unit TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	digest TEXT NOT NULL, 
	name TEXT NOT NULL, 
	received_at TEXT NOT NULL, 
	late BOOLEAN NOT NULL, 
	decision TEXT NOT NULL, 
	answered BOOLEAN NOT NULL, 
	cleared BOOLEAN NOT NULL, 
	form_campaign TEXT NOT NULL, 
	form_unit TEXT NOT NULL, 
	workbook TEXT NOT NULL, 
	stamp_version TEXT NOT NULL, 
	missing_sheets TEXT NOT NULL, 
	unit_place TEXT, 
	UNIQUE (campaign, period, unit, version)
);
INSERT INTO "submissions" VALUES(1,'文明单位创建','一次性','Ub0c9c2',1,'06e58558a88a480acfec69157633cf77216b49016ba4cc46a0c2dc47f17b2bfe','东河区.xlsx','2026-10-09T09:00:00+08:00',0,'已收',1,1,'文明单位创建','Ub0c9c2','东河区.xlsx','21093e','[]','["东河区.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(2,'文明单位创建','一次性','Ucf4c8c',1,'af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5','双溪县.xlsx','2026-10-09T09:00:00+08:00',0,'退回',1,1,'文明单位创建','Ucf4c8c','双溪县.xlsx','21093e','[]','["双溪县.xlsx", "基本情况", "B2"]');
INSERT INTO "submissions" VALUES(3,'文明单位创建','一次性','Ub0c9c2',2,'4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa','东河区.xlsx','2026-10-10T09:00:00+08:00',0,'已收',1,1,'文明单位创建','Ub0c9c2','东河区.xlsx','21093e','[]','["东河区.xlsx", "基本情况", "B2"]');
CREATE TABLE trail_entries (
	trail INTEGER NOT NULL, 
	position INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	value TEXT NOT NULL, 
	text TEXT NOT NULL, 
	label TEXT NOT NULL, 
	basis TEXT NOT NULL, 
	sources TEXT NOT NULL, 
	PRIMARY KEY (trail, position), 
	FOREIGN KEY(trail) REFERENCES trails (number)
)
 WITHOUT ROWID

;
INSERT INTO "trail_entries" VALUES(1,0,'正文第1段','44','44','应报单位','计数','[["东河区", "东河区.xlsx", "基本情况", "B2", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "东河区"], ["西河区", "任务书.xlsx", "单位", "A3", "", "西河区"], ["新城区", "任务书.xlsx", "单位", "A4", "", "新城区"], ["云岭市", "任务书.xlsx", "单位", "A5", "", "云岭市"], ["清江市", "任务书.xlsx", "单位", "A6", "", "清江市"], ["平湖县", "任务书.xlsx", "单位", "A7", "", "平湖县"], ["双溪县", "双溪县.xlsx", "基本情况", "B2", "af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5", "双溪县"], ["石桥县", "任务书.xlsx", "单位", "A9", "", "石桥县"], ["白杨县", "任务书.xlsx", "单位", "A10", "", "白杨县"], ["大泉县", "任务书.xlsx", "单位", "A11", "", "大泉县"], ["长岭县", "任务书.xlsx", "单位", "A12", "", "长岭县"], ["龙泉县", "任务书.xlsx", "单位", "A13", "", "龙泉县"], ["太和县", "任务书.xlsx", "单位", "A14", "", "太和县"], ["市委办公室", "任务书.xlsx", "单位", "A15", "", "市委办公室"], ["市人大常委会办公室", "任务书.xlsx", "单位", "A16", "", "市人大常委会办公室"], ["市政府办公室", "任务书.xlsx", "单位", "A17", "", "市政府办公室"], ["市政协办公室", "任务书.xlsx", "单位", "A18", "", "市政协办公室"], ["市纪委监委机关", "任务书.xlsx", "单位", "A19", "", "市纪委监委机关"], ["市委组织部", "任务书.xlsx", "单位", "A20", "", "市委组织部"], ["市委宣传部", "任务书.xlsx", "单位", "A21", "", "市委宣传部"], ["市委政法委", "任务书.xlsx", "单位", "A22", "", "市委政法委"], ["市直机关工委", "任务书.xlsx", "单位", "A23", "", "市直机关工委"], ["市发展改革委", "任务书.xlsx", "单位", "A24", "", "市发展改革委"], ["市教育局", "任务书.xlsx", "单位", "A25", "", "市教育局"], ["市科技局", "任务书.xlsx", "单位", "A26", "", "市科技局"], ["市工业和信息化局", "任务书.xlsx", "单位", "A27", "", "市工业和信息化局"], ["市公安局", "任务书.xlsx", "单位", "A28", "", "市公安局"], ["市民政局", "任务书.xlsx", "单位", "A29", "", "市民政局"], ["市财政局", "任务书.xlsx", "单位", "A30", "", "市财政局"], ["市人力资源社会保障局", "任务书.xlsx", "单位", "A31", "", "市人力资源社会保障局"], ["市住房城乡建设局", "任务书.xlsx", "单位", "A32", "", "市住房城乡建设局"], ["市交通运输局", "任务书.xlsx", "单位", "A33", "", "市交通运输局"], ["市水利局", "任务书.xlsx", "单位", "A34", "", "市水利局"], ["市农业农村局", "任务书.xlsx", "单位", "A35", "", "市农业农村局"], ["市文化和旅游局", "任务书.xlsx", "单位", "A36", "", "市文化和旅游局"], ["市卫生健康委", "任务书.xlsx", "单位", "A37", "", "市卫生健康委"], ["市市场监管局", "任务书.xlsx", "单位", "A38", "", "市市场监管局"], ["市税务局", "任务书.xlsx", "单位", "A39", "", "市税务局"], ["市气象局", "任务书.xlsx", "单位", "A40", "", "市气象局"], ["人民银行云川市分行", "任务书.xlsx", "单位", "A41", "", "人民银行云川市分行"], ["国网云川供电公司", "任务书.xlsx", "单位", "A42", "", "国网云川供电公司"], ["中国电信云川分公司", "任务书.xlsx", "单位", "A43", "", "中国电信云川分公司"], ["中国移动云川分公司", "任务书.xlsx", "单位", "A44", "", "中国移动云川分公司"], ["中国联通云川分公司", "任务书.xlsx", "单位", "A45", "", "中国联通云川分公司"]]');
INSERT INTO "trail_entries" VALUES(1,1,'正文第1段','1','1','免报单位','计数','[["云川火车站", "任务书.xlsx", "单位", "A46", "", "云川火车站"]]');
INSERT INTO "trail_entries" VALUES(1,2,'正文第1段','1','1','已报单位','计数','[["东河区", "东河区.xlsx", "基本情况", "B2", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "东河区"]]');
INSERT INTO "trail_entries" VALUES(1,3,'正文第1段','2.3','2.3%','已报单位占应报单位','占比','[["东河区", "东河区.xlsx", "基本情况", "B2", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "东河区"], ["西河区", "任务书.xlsx", "单位", "A3", "", "西河区"], ["新城区", "任务书.xlsx", "单位", "A4", "", "新城区"], ["云岭市", "任务书.xlsx", "单位", "A5", "", "云岭市"], ["清江市", "任务书.xlsx", "单位", "A6", "", "清江市"], ["平湖县", "任务书.xlsx", "单位", "A7", "", "平湖县"], ["双溪县", "双溪县.xlsx", "基本情况", "B2", "af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5", "双溪县"], ["石桥县", "任务书.xlsx", "单位", "A9", "", "石桥县"], ["白杨县", "任务书.xlsx", "单位", "A10", "", "白杨县"], ["大泉县", "任务书.xlsx", "单位", "A11", "", "大泉县"], ["长岭县", "任务书.xlsx", "单位", "A12", "", "长岭县"], ["龙泉县", "任务书.xlsx", "单位", "A13", "", "龙泉县"], ["太和县", "任务书.xlsx", "单位", "A14", "", "太和县"], ["市委办公室", "任务书.xlsx", "单位", "A15", "", "市委办公室"], ["市人大常委会办公室", "任务书.xlsx", "单位", "A16", "", "市人大常委会办公室"], ["市政府办公室", "任务书.xlsx", "单位", "A17", "", "市政府办公室"], ["市政协办公室", "任务书.xlsx", "单位", "A18", "", "市政协办公室"], ["市纪委监委机关", "任务书.xlsx", "单位", "A19", "", "市纪委监委机关"], ["市委组织部", "任务书.xlsx", "单位", "A20", "", "市委组织部"], ["市委宣传部", "任务书.xlsx", "单位", "A21", "", "市委宣传部"], ["市委政法委", "任务书.xlsx", "单位", "A22", "", "市委政法委"], ["市直机关工委", "任务书.xlsx", "单位", "A23", "", "市直机关工委"], ["市发展改革委", "任务书.xlsx", "单位", "A24", "", "市发展改革委"], ["市教育局", "任务书.xlsx", "单位", "A25", "", "市教育局"], ["市科技局", "任务书.xlsx", "单位", "A26", "", "市科技局"], ["市工业和信息化局", "任务书.xlsx", "单位", "A27", "", "市工业和信息化局"], ["市公安局", "任务书.xlsx", "单位", "A28", "", "市公安局"], ["市民政局", "任务书.xlsx", "单位", "A29", "", "市民政局"], ["市财政局", "任务书.xlsx", "单位", "A30", "", "市财政局"], ["市人力资源社会保障局", "任务书.xlsx", "单位", "A31", "", "市人力资源社会保障局"], ["市住房城乡建设局", "任务书.xlsx", "单位", "A32", "", "市住房城乡建设局"], ["市交通运输局", "任务书.xlsx", "单位", "A33", "", "市交通运输局"], ["市水利局", "任务书.xlsx", "单位", "A34", "", "市水利局"], ["市农业农村局", "任务书.xlsx", "单位", "A35", "", "市农业农村局"], ["市文化和旅游局", "任务书.xlsx", "单位", "A36", "", "市文化和旅游局"], ["市卫生健康委", "任务书.xlsx", "单位", "A37", "", "市卫生健康委"], ["市市场监管局", "任务书.xlsx", "单位", "A38", "", "市市场监管局"], ["市税务局", "任务书.xlsx", "单位", "A39", "", "市税务局"], ["市气象局", "任务书.xlsx", "单位", "A40", "", "市气象局"], ["人民银行云川市分行", "任务书.xlsx", "单位", "A41", "", "人民银行云川市分行"], ["国网云川供电公司", "任务书.xlsx", "单位", "A42", "", "国网云川供电公司"], ["中国电信云川分公司", "任务书.xlsx", "单位", "A43", "", "中国电信云川分公司"], ["中国移动云川分公司", "任务书.xlsx", "单位", "A44", "", "中国移动云川分公司"], ["中国联通云川分公司", "任务书.xlsx", "单位", "A45", "", "中国联通云川分公司"]]');
INSERT INTO "trail_entries" VALUES(1,4,'正文第1段','13','13','县市区应报单位','计数','[["东河区", "东河区.xlsx", "基本情况", "B2", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "东河区"], ["西河区", "任务书.xlsx", "单位", "A3", "", "西河区"], ["新城区", "任务书.xlsx", "单位", "A4", "", "新城区"], ["云岭市", "任务书.xlsx", "单位", "A5", "", "云岭市"], ["清江市", "任务书.xlsx", "单位", "A6", "", "清江市"], ["平湖县", "任务书.xlsx", "单位", "A7", "", "平湖县"], ["双溪县", "双溪县.xlsx", "基本情况", "B2", "af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5", "双溪县"], ["石桥县", "任务书.xlsx", "单位", "A9", "", "石桥县"], ["白杨县", "任务书.xlsx", "单位", "A10", "", "白杨县"], ["大泉县", "任务书.xlsx", "单位", "A11", "", "大泉县"], ["长岭县", "任务书.xlsx", "单位", "A12", "", "长岭县"], ["龙泉县", "任务书.xlsx", "单位", "A13", "", "龙泉县"], ["太和县", "任务书.xlsx", "单位", "A14", "", "太和县"]]');
INSERT INTO "trail_entries" VALUES(1,5,'正文第1段','1','1','县市区已报单位','计数','[["东河区", "东河区.xlsx", "基本情况", "B2", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "东河区"]]');
INSERT INTO "trail_entries" VALUES(1,6,'正文第1段','24','24','市直部门应报单位','计数','[["市委办公室", "任务书.xlsx", "单位", "A15", "", "市委办公室"], ["市人大常委会办公室", "任务书.xlsx", "单位", "A16", "", "市人大常委会办公室"], ["市政府办公室", "任务书.xlsx", "单位", "A17", "", "市政府办公室"], ["市政协办公室", "任务书.xlsx", "单位", "A18", "", "市政协办公室"], ["市纪委监委机关", "任务书.xlsx", "单位", "A19", "", "市纪委监委机关"], ["市委组织部", "任务书.xlsx", "单位", "A20", "", "市委组织部"], ["市委宣传部", "任务书.xlsx", "单位", "A21", "", "市委宣传部"], ["市委政法委", "任务书.xlsx", "单位", "A22", "", "市委政法委"], ["市直机关工委", "任务书.xlsx", "单位", "A23", "", "市直机关工委"], ["市发展改革委", "任务书.xlsx", "单位", "A24", "", "市发展改革委"], ["市教育局", "任务书.xlsx", "单位", "A25", "", "市教育局"], ["市科技局", "任务书.xlsx", "单位", "A26", "", "市科技局"], ["市工业和信息化局", "任务书.xlsx", "单位", "A27", "", "市工业和信息化局"], ["市公安局", "任务书.xlsx", "单位", "A28", "", "市公安局"], ["市民政局", "任务书.xlsx", "单位", "A29", "", "市民政局"], ["市财政局", "任务书.xlsx", "单位", "A30", "", "市财政局"], ["市人力资源社会保障局", "任务书.xlsx", "单位", "A31", "", "市人力资源社会保障局"], ["市住房城乡建设局", "任务书.xlsx", "单位", "A32", "", "市住房城乡建设局"], ["市交通运输局", "任务书.xlsx", "单位", "A33", "", "市交通运输局"], ["市水利局", "任务书.xlsx", "单位", "A34", "", "市水利局"], ["市农业农村局", "任务书.xlsx", "单位", "A35", "", "市农业农村局"], ["市文化和旅游局", "任务书.xlsx", "单位", "A36", "", "市文化和旅游局"], ["市卫生健康委", "任务书.xlsx", "单位", "A37", "", "市卫生健康委"], ["市市场监管局", "任务书.xlsx", "单位", "A38", "", "市市场监管局"]]');
INSERT INTO "trail_entries" VALUES(1,7,'正文第1段','0','0','市直部门已报单位','计数','[]');
INSERT INTO "trail_entries" VALUES(1,8,'正文第1段','7','7','驻市单位应报单位','计数','[["市税务局", "任务书.xlsx", "单位", "A39", "", "市税务局"], ["市气象局", "任务书.xlsx", "单位", "A40", "", "市气象局"], ["人民银行云川市分行", "任务书.xlsx", "单位", "A41", "", "人民银行云川市分行"], ["国网云川供电公司", "任务书.xlsx", "单位", "A42", "", "国网云川供电公司"], ["中国电信云川分公司", "任务书.xlsx", "单位", "A43", "", "中国电信云川分公司"], ["中国移动云川分公司", "任务书.xlsx", "单位", "A44", "", "中国移动云川分公司"], ["中国联通云川分公司", "任务书.xlsx", "单位", "A45", "", "中国联通云川分公司"]]');
INSERT INTO "trail_entries" VALUES(1,9,'正文第1段','0','0','驻市单位已报单位','计数','[]');
INSERT INTO "trail_entries" VALUES(1,10,'正文第2段','42','42','未报单位','计数','[["西河区", "任务书.xlsx", "单位", "A3", "", "西河区"], ["新城区", "任务书.xlsx", "单位", "A4", "", "新城区"], ["云岭市", "任务书.xlsx", "单位", "A5", "", "云岭市"], ["清江市", "任务书.xlsx", "单位", "A6", "", "清江市"], ["平湖县", "任务书.xlsx", "单位", "A7", "", "平湖县"], ["石桥县", "任务书.xlsx", "单位", "A9", "", "石桥县"], ["白杨县", "任务书.xlsx", "单位", "A10", "", "白杨县"], ["大泉县", "任务书.xlsx", "单位", "A11", "", "大泉县"], ["长岭县", "任务书.xlsx", "单位", "A12", "", "长岭县"], ["龙泉县", "任务书.xlsx", "单位", "A13", "", "龙泉县"], ["太和县", "任务书.xlsx", "单位", "A14", "", "太和县"], ["市委办公室", "任务书.xlsx", "单位", "A15", "", "市委办公室"], ["市人大常委会办公室", "任务书.xlsx", "单位", "A16", "", "市人大常委会办公室"], ["市政府办公室", "任务书.xlsx", "单位", "A17", "", "市政府办公室"], ["市政协办公室", "任务书.xlsx", "单位", "A18", "", "市政协办公室"], ["市纪委监委机关", "任务书.xlsx", "单位", "A19", "", "市纪委监委机关"], ["市委组织部", "任务书.xlsx", "单位", "A20", "", "市委组织部"], ["市委宣传部", "任务书.xlsx", "单位", "A21", "", "市委宣传部"], ["市委政法委", "任务书.xlsx", "单位", "A22", "", "市委政法委"], ["市直机关工委", "任务书.xlsx", "单位", "A23", "", "市直机关工委"], ["市发展改革委", "任务书.xlsx", "单位", "A24", "", "市发展改革委"], ["市教育局", "任务书.xlsx", "单位", "A25", "", "市教育局"], ["市科技局", "任务书.xlsx", "单位", "A26", "", "市科技局"], ["市工业和信息化局", "任务书.xlsx", "单位", "A27", "", "市工业和信息化局"], ["市公安局", "任务书.xlsx", "单位", "A28", "", "市公安局"], ["市民政局", "任务书.xlsx", "单位", "A29", "", "市民政局"], ["市财政局", "任务书.xlsx", "单位", "A30", "", "市财政局"], ["市人力资源社会保障局", "任务书.xlsx", "单位", "A31", "", "市人力资源社会保障局"], ["市住房城乡建设局", "任务书.xlsx", "单位", "A32", "", "市住房城乡建设局"], ["市交通运输局", "任务书.xlsx", "单位", "A33", "", "市交通运输局"], ["市水利局", "任务书.xlsx", "单位", "A34", "", "市水利局"], ["市农业农村局", "任务书.xlsx", "单位", "A35", "", "市农业农村局"], ["市文化和旅游局", "任务书.xlsx", "单位", "A36", "", "市文化和旅游局"], ["市卫生健康委", "任务书.xlsx", "单位", "A37", "", "市卫生健康委"], ["市市场监管局", "任务书.xlsx", "单位", "A38", "", "市市场监管局"], ["市税务局", "任务书.xlsx", "单位", "A39", "", "市税务局"], ["市气象局", "任务书.xlsx", "单位", "A40", "", "市气象局"], ["人民银行云川市分行", "任务书.xlsx", "单位", "A41", "", "人民银行云川市分行"], ["国网云川供电公司", "任务书.xlsx", "单位", "A42", "", "国网云川供电公司"], ["中国电信云川分公司", "任务书.xlsx", "单位", "A43", "", "中国电信云川分公司"], ["中国移动云川分公司", "任务书.xlsx", "单位", "A44", "", "中国移动云川分公司"], ["中国联通云川分公司", "任务书.xlsx", "单位", "A45", "", "中国联通云川分公司"]]');
INSERT INTO "trail_entries" VALUES(1,11,'正文第2段','1','1','退回未补正单位','计数','[["双溪县", "双溪县.xlsx", "基本情况", "B2", "af7e65f183f731fef98f798a38d901829502080223bd3cd8208fce224255caa5", "双溪县"]]');
INSERT INTO "trail_entries" VALUES(1,12,'正文第3段','1','1','是否召开动员会：是','计数','[["东河区", "东河区.xlsx", "基本情况", "C7", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "是"]]');
INSERT INTO "trail_entries" VALUES(1,13,'正文第3段','1','1','是否制定实施方案：是','计数','[["东河区", "东河区.xlsx", "基本情况", "C9", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "是"]]');
INSERT INTO "trail_entries" VALUES(1,14,'正文第4段','24','24','任务分解到部门数','合计','[["东河区", "东河区.xlsx", "基本情况", "C12", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "24"]]');
INSERT INTO "trail_entries" VALUES(1,15,'正文第4段','212','212','责任落实到岗位数','合计','[["东河区", "东河区.xlsx", "基本情况", "C13", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "212"]]');
INSERT INTO "trail_entries" VALUES(1,16,'正文第4段','281','281','任务量化到个人数','合计','[["东河区", "东河区.xlsx", "基本情况", "C14", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "281"]]');
INSERT INTO "trail_entries" VALUES(1,17,'正文第5段','30','30','所属单位总数','合计','[["东河区", "东河区.xlsx", "基本情况", "C16", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "30"]]');
INSERT INTO "trail_entries" VALUES(1,18,'正文第5段','21','21','已命名合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C21", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "21"]]');
INSERT INTO "trail_entries" VALUES(1,19,'正文第5段','2','2','全国文明单位已命名数','合计','[["东河区", "东河区.xlsx", "基本情况", "C17", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "2"]]');
INSERT INTO "trail_entries" VALUES(1,20,'正文第5段','4','4','省级文明单位已命名数','合计','[["东河区", "东河区.xlsx", "基本情况", "C18", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "4"]]');
INSERT INTO "trail_entries" VALUES(1,21,'正文第5段','8','8','市级文明单位已命名数','合计','[["东河区", "东河区.xlsx", "基本情况", "C19", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "8"]]');
INSERT INTO "trail_entries" VALUES(1,22,'正文第5段','7','7','县级文明单位已命名数','合计','[["东河区", "东河区.xlsx", "基本情况", "C20", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "7"]]');
INSERT INTO "trail_entries" VALUES(1,23,'正文第5段','2','2','创建中合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C26", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "2"]]');
INSERT INTO "trail_entries" VALUES(1,24,'正文第5段','1','1','全国文明单位创建中数','合计','[["东河区", "东河区.xlsx", "基本情况", "C22", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "1"]]');
INSERT INTO "trail_entries" VALUES(1,25,'正文第5段','1','1','省级文明单位创建中数','合计','[["东河区", "东河区.xlsx", "基本情况", "C23", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "1"]]');
INSERT INTO "trail_entries" VALUES(1,26,'正文第5段','0','0','市级文明单位创建中数','合计','[["东河区", "东河区.xlsx", "基本情况", "C24", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "0"]]');
INSERT INTO "trail_entries" VALUES(1,27,'正文第5段','0','0','县级文明单位创建中数','合计','[["东河区", "东河区.xlsx", "基本情况", "C25", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "0"]]');
INSERT INTO "trail_entries" VALUES(1,28,'正文第5段','4','4','拟申报合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C31", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "4"]]');
INSERT INTO "trail_entries" VALUES(1,29,'正文第5段','1','1','全国文明单位拟申报数','合计','[["东河区", "东河区.xlsx", "基本情况", "C27", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "1"]]');
INSERT INTO "trail_entries" VALUES(1,30,'正文第5段','0','0','省级文明单位拟申报数','合计','[["东河区", "东河区.xlsx", "基本情况", "C28", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "0"]]');
INSERT INTO "trail_entries" VALUES(1,31,'正文第5段','2','2','市级文明单位拟申报数','合计','[["东河区", "东河区.xlsx", "基本情况", "C29", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "2"]]');
INSERT INTO "trail_entries" VALUES(1,32,'正文第5段','1','1','县级文明单位拟申报数','合计','[["东河区", "东河区.xlsx", "基本情况", "C30", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "1"]]');
INSERT INTO "trail_entries" VALUES(1,33,'正文第6段','6','6','开展活动次数','合计','[["东河区", "东河区.xlsx", "基本情况", "C33", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "6"]]');
INSERT INTO "trail_entries" VALUES(1,34,'正文第6段','466','466','参与活动人次','合计','[["东河区", "东河区.xlsx", "基本情况", "C34", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "466"]]');
INSERT INTO "trail_entries" VALUES(1,35,'正文第6段','26','26','设置宣传专栏数','合计','[["东河区", "东河区.xlsx", "基本情况", "C35", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "26"]]');
INSERT INTO "trail_entries" VALUES(1,36,'正文第6段','15','15','媒体报道篇数','合计','[["东河区", "东河区.xlsx", "基本情况", "C36", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "15"]]');
INSERT INTO "trail_entries" VALUES(1,37,'正文第6段','1700','1700','发送公益短信条数','合计','[["东河区", "东河区.xlsx", "基本情况", "C37", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "1700"]]');
INSERT INTO "trail_entries" VALUES(1,38,'各单位报送情况一览表第1行','21','21','已命名合计','原值','[["东河区", "东河区.xlsx", "基本情况", "C21", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "21"]]');
INSERT INTO "trail_entries" VALUES(1,39,'各单位报送情况一览表第1行','2','2','创建中合计','原值','[["东河区", "东河区.xlsx", "基本情况", "C26", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "2"]]');
INSERT INTO "trail_entries" VALUES(1,40,'各单位报送情况一览表第1行','4','4','拟申报合计','原值','[["东河区", "东河区.xlsx", "基本情况", "C31", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "4"]]');
INSERT INTO "trail_entries" VALUES(1,41,'各单位报送情况一览表第1行','6','6','开展活动次数','原值','[["东河区", "东河区.xlsx", "基本情况", "C33", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "6"]]');
INSERT INTO "trail_entries" VALUES(1,42,'各单位报送情况一览表第1行','466','466','参与活动人次','原值','[["东河区", "东河区.xlsx", "基本情况", "C34", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "466"]]');
INSERT INTO "trail_entries" VALUES(1,43,'各单位报送情况一览表第46行','21','21','已命名合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C21", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "21"]]');
INSERT INTO "trail_entries" VALUES(1,44,'各单位报送情况一览表第46行','2','2','创建中合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C26", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "2"]]');
INSERT INTO "trail_entries" VALUES(1,45,'各单位报送情况一览表第46行','4','4','拟申报合计','合计','[["东河区", "东河区.xlsx", "基本情况", "C31", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "4"]]');
INSERT INTO "trail_entries" VALUES(1,46,'各单位报送情况一览表第46行','6','6','开展活动次数','合计','[["东河区", "东河区.xlsx", "基本情况", "C33", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "6"]]');
INSERT INTO "trail_entries" VALUES(1,47,'各单位报送情况一览表第46行','466','466','参与活动人次','合计','[["东河区", "东河区.xlsx", "基本情况", "C34", "4f59844f1ecca3271975d63953ce8865ea0228f72db2d91bab7778bdcc03cfaa", "466"]]');
CREATE TABLE trails (
	number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	digest TEXT NOT NULL, 
	name TEXT NOT NULL
);
INSERT INTO "trails" VALUES(1,'f16610fc92efa897041afebcb3ed9e6e69b4d0853f10f220740e19b60db51364','第1期（总第1期） 文明单位创建工作简报.docx');
INSERT INTO "trails" VALUES(2,'79b63ac4c308b01089d63e16c1d0d666dce739592a266b3fdb0a73579835c875','云文明办函〔2026〕1号 关于催报文明单位创建工作贯彻落实情况的通知.docx');
CREATE INDEX submissions_by_digest ON submissions (digest);
CREATE INDEX events_by_digest ON events (digest, action);
CREATE INDEX events_by_subject ON events (subject, action);
CREATE INDEX numbers_by_key ON numbers ("key");
CREATE INDEX trails_by_digest ON trails (digest);
CREATE INDEX trails_by_name ON trails (name);
CREATE INDEX decisions_by_key ON decisions (campaign, period, unit);
CREATE INDEX decisions_by_submission ON decisions (submission);
CREATE INDEX decisions_by_revoked ON decisions (revokes);
CREATE INDEX arrivals_open ON arrivals (number) WHERE step != 'cleared';
CREATE INDEX arrivals_by_digest ON arrivals (digest, name);
CREATE TRIGGER events_stay BEFORE DELETE ON "events" BEGIN SELECT RAISE(ABORT, 'events: rows are never deleted'); END;
CREATE TRIGGER events_as_recorded BEFORE UPDATE OF "number", "at", "actor", "action", "subject", "detail", "digest", "link" ON "events" BEGIN SELECT RAISE(ABORT, 'events: rows stay as recorded'); END;
CREATE TRIGGER numbers_stay BEFORE DELETE ON "numbers" BEGIN SELECT RAISE(ABORT, 'numbers: rows are never deleted'); END;
CREATE TRIGGER numbers_as_recorded BEFORE UPDATE OF "organ_code", "year", "serial", "total", "first_number", "kind", "title", "told" ON "numbers" BEGIN SELECT RAISE(ABORT, 'numbers: rows stay as recorded'); END;
CREATE TRIGGER numbers_settled_once BEFORE UPDATE ON numbers WHEN OLD.status <> 'reserved' BEGIN SELECT RAISE(ABORT, 'numbers: a settled number stays settled'); END;
CREATE TRIGGER submissions_stay BEFORE DELETE ON "submissions" BEGIN SELECT RAISE(ABORT, 'submissions: rows are never deleted'); END;
CREATE TRIGGER submissions_as_recorded BEFORE UPDATE OF "number", "campaign", "period", "unit", "version", "digest", "name", "received_at", "late", "decision", "form_campaign", "form_unit", "workbook", "stamp_version", "missing_sheets", "unit_place" ON "submissions" BEGIN SELECT RAISE(ABORT, 'submissions: rows stay as recorded'); END;
CREATE TRIGGER trails_stay BEFORE DELETE ON "trails" BEGIN SELECT RAISE(ABORT, 'trails: rows are never deleted'); END;
CREATE TRIGGER trails_as_recorded BEFORE UPDATE OF "number", "digest", "name" ON "trails" BEGIN SELECT RAISE(ABORT, 'trails: rows stay as recorded'); END;
CREATE TRIGGER answers_stay BEFORE DELETE ON "answers" BEGIN SELECT RAISE(ABORT, 'answers: rows are never deleted'); END;
CREATE TRIGGER answers_as_recorded BEFORE UPDATE OF "submission", "position", "part", "list_row", "field_code", "workbook", "sheet", "cell", "given", "typed", "value_type", "value", "changes", "fault", "explanation" ON "answers" BEGIN SELECT RAISE(ABORT, 'answers: rows stay as recorded'); END;
CREATE TRIGGER arrivals_stay BEFORE DELETE ON "arrivals" BEGIN SELECT RAISE(ABORT, 'arrivals: rows are never deleted'); END;
CREATE TRIGGER arrivals_as_recorded BEFORE UPDATE OF "number", "name", "digest", "origin", "received_at", "bundle" ON "arrivals" BEGIN SELECT RAISE(ABORT, 'arrivals: rows stay as recorded'); END;
CREATE TRIGGER arrivals_settled_once BEFORE UPDATE ON arrivals WHEN OLD.step = 'cleared' BEGIN SELECT RAISE(ABORT, 'arrivals: what is done stays done'); END;
CREATE TRIGGER decisions_stay BEFORE DELETE ON "decisions" BEGIN SELECT RAISE(ABORT, 'decisions: rows are never deleted'); END;
CREATE TRIGGER decisions_as_recorded BEFORE UPDATE OF "number", "kind", "campaign", "period", "unit", "submission", "value", "until", "reason", "actor", "at", "revokes" ON "decisions" BEGIN SELECT RAISE(ABORT, 'decisions: rows stay as recorded'); END;
CREATE TRIGGER findings_stay BEFORE DELETE ON "findings" BEGIN SELECT RAISE(ABORT, 'findings: rows are never deleted'); END;
CREATE TRIGGER findings_as_recorded BEFORE UPDATE OF "submission", "position", "workbook", "sheet", "cell", "label", "rule", "level", "found", "wanted", "explained", "field_code" ON "findings" BEGIN SELECT RAISE(ABORT, 'findings: rows stay as recorded'); END;
CREATE TRIGGER list_rows_stay BEFORE DELETE ON "list_rows" BEGIN SELECT RAISE(ABORT, 'list_rows: rows are never deleted'); END;
CREATE TRIGGER list_rows_as_recorded BEFORE UPDATE OF "submission", "position", "sheet", "row" ON "list_rows" BEGIN SELECT RAISE(ABORT, 'list_rows: rows stay as recorded'); END;
CREATE TRIGGER trail_entries_stay BEFORE DELETE ON "trail_entries" BEGIN SELECT RAISE(ABORT, 'trail_entries: rows are never deleted'); END;
CREATE TRIGGER trail_entries_as_recorded BEFORE UPDATE OF "trail", "position", "at", "value", "text", "label", "basis", "sources" ON "trail_entries" BEGIN SELECT RAISE(ABORT, 'trail_entries: rows stay as recorded'); END;
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('arrivals',3);
INSERT INTO "sqlite_sequence" VALUES('submissions',3);
INSERT INTO "sqlite_sequence" VALUES('events',21);
INSERT INTO "sqlite_sequence" VALUES('trails',2);
INSERT INTO "sqlite_sequence" VALUES('decisions',1);
COMMIT;
PRAGMA user_version = 4;
